package ai.fullpotential.orchestrator.metrics;

import ai.fullpotential.orchestrator.metrics.ServiceMetrics.RequestFigures;
import java.time.Duration;
import java.util.Map;
import java.util.SortedMap;

/**
 * Every figure, read once. Both expositions render one of these, so they cannot tell different
 * things.
 *
 * @param version of this program
 * @param tasks of all droplets
 * @param bucketCounts how many tasks fell into each of {@link DurationBuckets#bounds}
 * @param attempts how many attempts ended how, by the word for it
 * @param droplets the figures of each droplet that had a task
 * @param registry the Registry and its droplets
 * @param work what there is to do
 * @param requests what was asked of this service
 * @param process what this process costs
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Reading(
    String version,
    TaskFigures tasks,
    long[] bucketCounts,
    SortedMap<String, Long> attempts,
    SortedMap<String, TaskFigures> droplets,
    RegistryFigures registry,
    WorkFigures work,
    Requests requests,
    ProcessFigures process) {

  /** Requests to this service, in all and of late. */
  record Requests(
      long total, long lastMinute, long errorsLastHour, Map<RequestKind, RequestFigures> byKind) {}

  /** This process on its machine. */
  record ProcessFigures(Duration uptime, Duration cpuTime, double cpuPercent, long memoryBytes) {}
}
