package ai.fullpotential.orchestrator.registry;

import ai.fullpotential.orchestrator.json.JsonText;
import ai.fullpotential.orchestrator.net.BaseUrl;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A service of the mesh, as its Registry tells of it (contract A6).
 *
 * @param id a number or a string, or JSON null when the entry has none
 * @param name as the Registry spells it; names are one whatever the case of their letters
 * @param url where it is called
 * @param version its version, "unknown" when nothing says
 * @param status the Registry's word for its state, or null
 * @param steward who looks after it, or null
 * @param metadata an object, or JSON null
 * @param capabilities what it offers
 */
public record Droplet(
    JsonText id,
    String name,
    BaseUrl url,
    String version,
    @Nullable String status,
    @Nullable String steward,
    JsonText metadata,
    List<String> capabilities) {

  /** Copies the list. */
  public Droplet {
    capabilities = List.copyOf(capabilities);
  }
}
