package ai.fullpotential.orchestrator.docs;

import ai.fullpotential.orchestrator.app.Application;

/** The ports of a run, in the place of those that the pages show. */
record Ports(int own, int registry) {

  static Ports of(Application application) {
    return new Ports(application.port(), application.registryUrl().port());
  }

  String toReal(String text) {
    return text.replace(":8001", ":" + own).replace(":8000", ":" + registry);
  }

  String toShown(String text) {
    return text.replace(":" + own, ":8001").replace(":" + registry, ":8000");
  }
}
