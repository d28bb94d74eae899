package ai.fullpotential.orchestrator.config;

/**
 * What holds for one key.
 *
 * @param key its name
 * @param value what holds, as text
 * @param origin where it comes from: environment, a line of the file, or default
 */
public record Effective(String key, String value, String origin) {}
