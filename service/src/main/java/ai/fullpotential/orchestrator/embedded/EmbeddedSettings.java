package ai.fullpotential.orchestrator.embedded;

import ai.fullpotential.orchestrator.net.ServerSettings;
import java.nio.file.Path;

/**
 * Where the embedded Registry listens and what it keeps.
 *
 * @param server its address and bounds
 * @param dataDir where its droplets survive a restart
 * @param version told by its health
 */
public record EmbeddedSettings(ServerSettings server, Path dataDir, String version) {}
