package ai.fullpotential.orchestrator.registry;

import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Warns of each faulty entry once, and again only when it comes back. Safe for any thread. */
final class FaultLog {

  private static final Logger log = LoggerFactory.getLogger(FaultLog.class);

  private Set<String> told = Set.of();

  synchronized void tell(DropletList list) {
    Set<String> now = new HashSet<>(list.faults());
    if (list.undescribedFaults() > 0) {
      now.add("and more of them");
    }
    now.stream()
        .filter(fault -> !told.contains(fault))
        .forEach(fault -> log.atWarn().addKeyValue("fault", fault).log("registry entry skipped"));
    told = now;
  }
}
