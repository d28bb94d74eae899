package ai.fullpotential.orchestrator.config;

import java.util.List;

/** What came of reading the settings. */
public sealed interface Loading {

  /** What somebody should look at, though the program can go on; a line each. */
  List<String> warnings();

  /**
   * All is well.
   *
   * @param settings to go by
   * @param effective what holds for each key, in the order of {@link Keys#ALL}
   */
  record Loaded(Settings settings, List<Effective> effective, List<String> warnings)
      implements Loading {

    /** Copies the lists. */
    public Loaded {
      effective = List.copyOf(effective);
      warnings = List.copyOf(warnings);
    }
  }

  /**
   * The program cannot go on.
   *
   * @param faults everything that is wrong, at least one
   */
  record Faulty(List<Fault> faults, List<String> warnings) implements Loading {

    /** Copies the lists. */
    public Faulty {
      faults = List.copyOf(faults);
      warnings = List.copyOf(warnings);
    }
  }
}
