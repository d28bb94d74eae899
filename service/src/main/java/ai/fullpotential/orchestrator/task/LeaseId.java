package ai.fullpotential.orchestrator.task;

/**
 * A node's right to carry tasks on, as its store numbers it. A number is never given twice: it is the
 * fencing token of every write, and a write under a lease that no longer holds the task changes
 * nothing.
 */
public record LeaseId(long value) {}
