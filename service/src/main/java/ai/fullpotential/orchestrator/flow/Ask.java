package ai.fullpotential.orchestrator.flow;

/**
 * What wants to call a droplet.
 *
 * @param droplet its name, in any case of letters
 * @param priority 1 is first
 * @param retry whether the task has been tried before
 * @param mayPark whether nobody waits for it, so that it can wait in the store
 * @param hasWaited whether it comes from there, and so before those that have only just come
 */
public record Ask(
    String droplet, int priority, boolean retry, boolean mayPark, boolean hasWaited) {}
