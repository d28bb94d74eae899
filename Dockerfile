# The Orchestrator as an image. docs/deployment.md tells how to run it; deploy/check-image builds and
# tries it without a container engine.

FROM maven:3.9-eclipse-temurin-25 AS build

WORKDIR /build

# Without sources first: this layer holds all libraries and plugins, and stays until a pom.xml changes.
COPY pom.xml ./
COPY service/pom.xml service/
RUN mvn -f service/pom.xml -q -B -Dquick -Dmaven.test.skip -Daot.skip clean package

# Offline, as the layer above must have been complete.
COPY service/src/main service/src/main
RUN mvn -f service/pom.xml -q -B -o -Dquick -Dmaven.test.skip -Daot.skip clean package


FROM eclipse-temurin:25-jre

LABEL org.opencontainers.image.title="Orchestrator" \
      org.opencontainers.image.description="Routes, records, retries and steers tasks over a mesh of small HTTP services." \
      org.opencontainers.image.version="1.1.0"

# The number is what counts: Kubernetes' runAsNonRoot wants one, and so do bind mounts (chown 10001).
RUN groupadd --system --gid 10001 orchestrator \
 && useradd --system --uid 10001 --gid 10001 --no-create-home --home-dir /var/lib/orchestrator \
      --shell /usr/sbin/nologin orchestrator \
 && mkdir -p /var/lib/orchestrator/data /var/lib/orchestrator/cache \
 && chown -R 10001:10001 /var/lib/orchestrator

WORKDIR /opt/orchestrator

# What changes seldom comes first: a new version of the service alone is a small download.
COPY --from=build /build/service/target/lib lib
COPY orchestrator deploy/healthcheck ./
COPY --from=build /build/service/target/orchestrator.jar ./

# The start-up cache fits one Java at one place only, so it is made here and not in the stage above.
# Without it every start takes about twice as long; the launcher would go on, the build does not.
RUN ORCHESTRATOR_AOT=create ./orchestrator demo --once && test -f orchestrator.aot.key && rm aot.log

ENV DATA_DIR=/var/lib/orchestrator/data \
    CACHE_DIR=/var/lib/orchestrator/cache \
    LOG_FORMAT=json

# The launcher gives the heap a fixed bound, ORCHESTRATOR_HEAP, which the container's limit does not move.
# Let that limit be about 200 MiB above it.

VOLUME /var/lib/orchestrator
WORKDIR /var/lib/orchestrator
USER 10001:10001

# The service, and the Registry in it (while REGISTRY_URL is not set).
EXPOSE 8001 8000

# SIGTERM drains for up to SHUTDOWN_GRACE (30 s): stop with a longer time-out, as in docker stop -t 40.
STOPSIGNAL SIGTERM

# Bash alone, as the image need not have curl or wget, and another JVM would cost 40 MiB and half a
# second of a processor each time. It reads the status, because /orchestrator/health is always 200.
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
  CMD ["/opt/orchestrator/healthcheck"]

ENTRYPOINT ["/opt/orchestrator/orchestrator"]
CMD ["serve"]
