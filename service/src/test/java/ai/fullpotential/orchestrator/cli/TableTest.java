package ai.fullpotential.orchestrator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.cli.Table.Column;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TableTest {

  private static final Paint PLAIN = new Paint(false);

  @Test
  void wideCharactersTakeTwoColumns() {
    Table table = new Table(new Column("NAME", false, false, 0), new Column("N", true, false, 0));
    table.add("", List.of("郵便局", "7"));
    table.add("", List.of("mailer", "12"));

    assertThat(table.lines(Table.ANY, PLAIN))
        .containsExactly("NAME     N", "郵便局   7", "mailer  12");
  }

  @ParameterizedTest
  @CsvSource({"郵便局, 6, 郵便局", "郵便局, 5, 郵便…", "郵便局, 4, 郵…", "e\u0301clair, 4, e\u0301cl…"})
  void aCutIsByTheColumnsThatAreTaken(String text, int width, String cut) {
    assertThat(Width.cut(text, width)).isEqualTo(cut);
    assertThat(Width.of(Width.exactly(text, width, true))).isEqualTo(width);
  }

  @ParameterizedTest
  @ValueSource(ints = {20, 30, 40, 60, 80, 200})
  void whatIsLeastImportantIsCutFirstAndThenLeftOut(int width) {
    Table table =
        new Table(
            new Column("ID", false, false, 0),
            new Column("NOTE", false, true, 1),
            new Column("URL", false, true, 2));
    table.add("", List.of("0123456789", "a note that is long enough", "http://somewhere.example/"));

    List<String> lines = table.lines(width, PLAIN);

    assertThat(lines).allMatch(line -> Width.of(line) <= width);
    assertThat(lines.get(1)).startsWith("0123456789");
    assertThat(lines.getFirst().contains("URL")).isEqualTo(width >= 30);
  }

  @Test
  void aColumnThatGoesLeavesItsRoomToTheOthers() {
    Table table =
        new Table(
            new Column("ID", false, false, 0),
            new Column("NOTE", false, true, 0),
            new Column("HTTP", true, false, 1));
    table.add("", List.of("0123456789", "eighteen letters--", "404"));

    assertThat(table.lines(25, PLAIN).get(1)).isEqualTo("0123456789  eighteen let…");
  }
}
