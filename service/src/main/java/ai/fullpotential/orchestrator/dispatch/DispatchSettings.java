package ai.fullpotential.orchestrator.dispatch;

import ai.fullpotential.orchestrator.task.TaskLimits;

/**
 * What tasks are given unless they say otherwise, and how many there may be at once.
 *
 * @param limits the defaults for a task's retries and times
 * @param asyncKeepBytes how many bytes of an answer the record of an asynchronous task keeps
 * @param maxConcurrent the most tasks under way; further ones are refused, not queued
 */
public record DispatchSettings(TaskLimits limits, int asyncKeepBytes, int maxConcurrent) {}
