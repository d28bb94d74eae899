package ai.fullpotential.orchestrator.net;

import ai.fullpotential.orchestrator.net.Loops.VertxLoop;
import io.netty.util.NetUtil;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.internal.resolver.NameResolver;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * From a name to the one address that may be connected to: the name is resolved once, its address is
 * checked, and that very address is handed on. Nobody resolves the name again between the check and the
 * connection, so an answer that changes in between is never used.
 */
final class Addresses {

  private final NameResolver names;
  private final TargetRules rules;

  Addresses(Loops loops, TargetRules rules) {
    this.names = ((VertxInternal) loops.vertx()).nameResolver();
    this.rules = rules;
  }

  /**
   * Finds the address of a service.
   *
   * @param found told the address, never a name, on the loop
   * @param failed told why there is none: {@link RefusedTarget}, or as the library has it
   */
  void find(
      BaseUrl target, VertxLoop loop, Consumer<SocketAddress> found, Consumer<Throwable> failed) {
    byte[] literal = NetUtil.createByteArrayFromIpAddressString(target.address());
    if (literal != null) {
      check(target, address(literal), found, later(loop, failed));
      return;
    }
    io.netty.util.concurrent.Future<InetSocketAddress> lookup;
    try {
      lookup = names.resolve(loop.nettyLoop(), target.address());
    } catch (IllegalArgumentException noName) {
      later(loop, failed).accept(noName);
      return;
    }
    lookup.addListener(
        _ -> {
          if (lookup.isSuccess()) {
            check(target, address(lookup.getNow().getAddress().getAddress()), found, failed);
          } else {
            failed.accept(lookup.cause());
          }
        });
  }

  /** Nobody who begins a call expects to hear of its end before it has begun. */
  private static Consumer<Throwable> later(VertxLoop loop, Consumer<Throwable> failed) {
    return cause -> loop.nettyLoop().execute(() -> failed.accept(cause));
  }

  private void check(
      BaseUrl target,
      InetAddress address,
      Consumer<SocketAddress> found,
      Consumer<Throwable> failed) {
    Optional<String> refusal = rules.refusal(address);
    if (refusal.isPresent()) {
      String which = "the address " + address.getHostAddress() + " of " + target.origin();
      failed.accept(new RefusedTarget(which + " is refused: " + refusal.get()));
    } else {
      found.accept(SocketAddress.inetSocketAddress(target.port(), address.getHostAddress()));
    }
  }

  /** Without the name that it was found by, which the library would resolve again. */
  private static InetAddress address(byte[] bytes) {
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
