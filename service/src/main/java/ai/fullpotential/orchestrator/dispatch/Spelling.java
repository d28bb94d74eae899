package ai.fullpotential.orchestrator.dispatch;

import ai.fullpotential.orchestrator.net.BaseUrl;
import ai.fullpotential.orchestrator.registry.Droplet;
import ai.fullpotential.orchestrator.registry.DropletDirectory;
import ai.fullpotential.orchestrator.task.Callback;
import ai.fullpotential.orchestrator.task.Recipient;
import ai.fullpotential.orchestrator.task.TaskOptions;
import ai.fullpotential.orchestrator.task.TaskSpec;
import ai.fullpotential.orchestrator.task.Then;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One look at all droplets that a task names: its own, its callback's, and those of what follows. */
public final class Spelling {

  private final DropletDirectory directory;
  private @Nullable String unknown;

  private Spelling(DropletDirectory directory) {
    this.directory = directory;
  }

  /** What a look found. */
  sealed interface Found {
    /**
     * All are known.
     *
     * @param spec with each name as its Registry spells it
     * @param url where the task itself goes, or null when a droplet is to be chosen
     */
    record All(TaskSpec spec, @Nullable BaseUrl url) implements Found {}

    /** This is the first that is not known. */
    record Unknown(String name) implements Found {}
  }

  /** The first droplet that a task names and no list does. */
  public static Optional<String> firstUnknown(TaskSpec spec, DropletDirectory directory) {
    return of(spec, directory) instanceof Found.Unknown(String name)
        ? Optional.of(name)
        : Optional.empty();
  }

  static Found of(TaskSpec spec, DropletDirectory directory) {
    Spelling look = new Spelling(directory);
    if (spec.options().recipient() == Recipient.CALLBACK_URL) {
      return look.found(look.followersOf(spec), BaseUrl.parse(spec.dropletName()).orElseThrow());
    }
    if (spec.capability() != null) {
      return look.found(look.followersOf(spec.unrouted()), null);
    }
    Optional<Droplet> droplet = directory.find(spec.dropletName());
    return droplet.isEmpty()
        ? new Found.Unknown(spec.dropletName())
        : look.found(look.followersOf(spec.forDroplet(droplet.get().name())), droplet.get().url());
  }

  private Found found(TaskSpec spelled, @Nullable BaseUrl url) {
    return unknown == null ? new Found.All(spelled, url) : new Found.Unknown(unknown);
  }

  private TaskSpec spelled(TaskSpec spec) {
    return followersOf(
        spec.capability() == null ? spec.forDroplet(spelled(spec.dropletName())) : spec.unrouted());
  }

  private TaskSpec followersOf(TaskSpec named) {
    TaskOptions options = named.options();
    return options.callback() == null && options.then().isEmpty()
        ? named
        : named.withOptions(
            options.withFollowers(spelled(options.callback()), spelled(options.then())));
  }

  private @Nullable Callback spelled(@Nullable Callback callback) {
    return callback == null || callback.isUrl()
        ? callback
        : new Callback(spelled(callback.dropletName()), callback.path(), callback.events());
  }

  private Then spelled(Then then) {
    return new Then(
        then.tasks().stream()
            .map(next -> new Then.FollowUp(spelled(next.spec()), next.takesResult()))
            .toList(),
        then.join() == null ? null : spelled(then.join()));
  }

  private String spelled(String name) {
    Optional<Droplet> known = directory.find(name);
    if (known.isEmpty() && unknown == null) {
      unknown = name;
    }
    return known.map(Droplet::name).orElse(name);
  }
}
