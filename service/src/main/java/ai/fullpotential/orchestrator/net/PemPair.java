package ai.fullpotential.orchestrator.net;

import java.nio.file.Path;

/**
 * A certificate with those it is signed by, and its private key, as PEM files.
 *
 * @param certificate its own first, then those between it and a root
 * @param key unencrypted
 */
public record PemPair(Path certificate, Path key) {}
