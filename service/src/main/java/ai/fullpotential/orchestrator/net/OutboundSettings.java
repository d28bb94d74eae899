package ai.fullpotential.orchestrator.net;

/**
 * How this service calls others.
 *
 * @param targets which addresses it connects to
 */
public record OutboundSettings(TargetRules targets) {}
