/**
 * One attempt over HTTP: the target's URL by safe rules, the allowed headers, one deadline, one
 * result. May import {@code task} (for its vocabulary), {@code registry} (for where a droplet is),
 * {@code net}, {@code json} and {@code time}.
 */
@NullMarked
package ai.fullpotential.orchestrator.invoke;

import org.jspecify.annotations.NullMarked;
