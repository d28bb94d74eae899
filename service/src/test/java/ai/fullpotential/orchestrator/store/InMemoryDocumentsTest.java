package ai.fullpotential.orchestrator.store;

import ai.fullpotential.orchestrator.task.Documents;

class InMemoryDocumentsTest extends DocumentsContract {

  private final Documents documents = new InMemoryDocuments();

  @Override
  protected Documents documents() {
    return documents;
  }
}
