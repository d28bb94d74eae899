package ai.fullpotential.orchestrator.store;

import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.json.Json;
import ai.fullpotential.orchestrator.json.JsonText;
import ai.fullpotential.orchestrator.task.Documents;
import ai.fullpotential.orchestrator.task.Documents.Document;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Every promise of {@link Documents}, for whatever keeps them. */
abstract class DocumentsContract {

  private static final JsonText ONE = Json.string("one \u0000 😀");
  private static final JsonText TWO = Json.string("two");

  /** An empty place for documents, the same for one test. */
  protected abstract Documents documents() throws Exception;

  @Test
  void createsOnce() throws Exception {
    Documents documents = documents();

    assertThat(documents.create("schedule", "a", ONE)).isTrue();
    assertThat(documents.create("schedule", "a", TWO)).isFalse();
    assertThat(documents.create("replay", "a", TWO)).isTrue();

    assertThat(documents.find("schedule", "a")).contains(new Document("schedule", "a", 1, ONE));
    assertThat(documents.find("schedule", "b")).isEmpty();
  }

  @Test
  void replacesTheNewestVersionOnly() throws Exception {
    Documents documents = documents();
    documents.create("schedule", "a", ONE);

    assertThat(documents.replace("schedule", "a", 1, TWO)).isTrue();
    assertThat(documents.replace("schedule", "a", 1, ONE)).isFalse();
    assertThat(documents.replace("schedule", "b", 1, ONE)).isFalse();

    assertThat(documents.find("schedule", "a")).contains(new Document("schedule", "a", 2, TWO));
  }

  @Test
  void deletesAndBeginsAnew() throws Exception {
    Documents documents = documents();
    documents.create("schedule", "a", ONE);
    documents.replace("schedule", "a", 1, TWO);

    assertThat(documents.delete("schedule", "a")).isTrue();
    assertThat(documents.delete("schedule", "a")).isFalse();
    assertThat(documents.create("schedule", "a", ONE)).isTrue();
    assertThat(documents.find("schedule", "a")).contains(new Document("schedule", "a", 1, ONE));
  }

  @Test
  void listsAKindById() throws Exception {
    Documents documents = documents();
    documents.create("schedule", "b", ONE);
    documents.create("schedule", "a", TWO);
    documents.create("schedules", "c", TWO);

    assertThat(documents.all("schedule"))
        .containsExactly(
            new Document("schedule", "a", 1, TWO), new Document("schedule", "b", 1, ONE));
    assertThat(documents.all("none")).isEmpty();
  }

  @Test
  void letsOneOfManyWritersWin() throws Exception {
    Documents documents = documents();
    documents.create("schedule", "a", ONE);
    AtomicInteger won = new AtomicInteger();

    Together.run(
        8,
        _ -> {
          if (documents.replace("schedule", "a", 1, TWO)) {
            won.incrementAndGet();
          }
        });

    assertThat(won).hasValue(1);
  }
}
