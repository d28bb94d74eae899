package ai.fullpotential.orchestrator.embedded;

/**
 * One thing that is wrong with a request.
 *
 * @param field the field, or "body"
 * @param message what is wrong with it, worded to follow the field's name
 */
record Fault(String field, String message) {}
