/**
 * A Registry inside the process, so that one command is a working system; a real one takes its place
 * by setting REGISTRY_URL. May import {@code net}, {@code json}, {@code time} and, for what
 * makes two names one and for files that survive a crash, {@code registry}.
 */
@NullMarked
package ai.fullpotential.orchestrator.embedded;

import org.jspecify.annotations.NullMarked;
