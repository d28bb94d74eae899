package ai.fullpotential.orchestrator.net;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which addresses may be connected to (contract B5). What {@code deny} has is refused; when
 * {@code allow} has anything, what it does not have is refused; and of the addresses that no droplet
 * has (link-local, the clouds' metadata, multicast, broadcast, unspecified) only those are taken that
 * {@code allow} names one by one. An IPv6 address that carries an IPv4 address inside is also judged by
 * that.
 *
 * @param any whether none of this is looked at
 */
public record TargetRules(List<Cidr> allow, List<Cidr> deny, boolean any) {

  private static final Map<Cidr, String> NEVER = new LinkedHashMap<>();

  static {
    never("cloud metadata", "169.254.169.254", "100.100.100.200", "168.63.129.16", "192.0.0.192");
    never("cloud metadata", "fd00:ec2::/32", "fd20:ce::254", "fd00:c1::a9fe:a9fe", "fd00:42::42");
    never("link-local", "169.254.0.0/16", "fe80::/10");
    never("multicast", "224.0.0.0/4", "ff00::/8");
    never("broadcast", "255.255.255.255");
    never("unspecified", "0.0.0.0/8", "::");
  }

  /** What holds when nothing is set. */
  public static final TargetRules STANDARD = new TargetRules(List.of(), List.of());

  /** Any address: for what the operator has named in a setting, as the Registry. */
  public static final TargetRules ANY = new TargetRules(List.of(), List.of(), true);

  /** Copies the lists. */
  public TargetRules {
    allow = List.copyOf(allow);
    deny = List.copyOf(deny);
  }

  /** The rules with these lists. */
  public TargetRules(List<Cidr> allow, List<Cidr> deny) {
    this(allow, deny, false);
  }

  private static void never(String why, String... ranges) {
    for (String range : ranges) {
      NEVER.put(Cidr.parse(range), why);
    }
  }

  /** Why this address may not be connected to, worded to follow a colon; empty when it may. */
  Optional<String> refusal(InetAddress address) {
    if (any) {
      return Optional.empty();
    }
    List<InetAddress> forms = new ArrayList<>(List.of(address));
    forms.addAll(Embedded4.in(address));
    if (!allow.isEmpty() && allow.stream().noneMatch(range -> range.contains(address))) {
      return Optional.of("ALLOW_TARGETS does not have it");
    }
    for (InetAddress form : forms) {
      Optional<String> why = denied(form).or(() -> never(form));
      if (why.isPresent()) {
        return form.equals(address)
            ? why
            : Optional.of(why.get() + ", and it leads to " + form.getHostAddress());
      }
    }
    return Optional.empty();
  }

  private Optional<String> denied(InetAddress form) {
    return deny.stream()
        .filter(range -> range.contains(form))
        .findFirst()
        .map(range -> "DENY_TARGETS has " + range);
  }

  private Optional<String> never(InetAddress form) {
    if (allow.stream().anyMatch(range -> range.isJust(form))) {
      return Optional.empty();
    }
    return NEVER.entrySet().stream()
        .filter(range -> range.getKey().contains(form))
        .findFirst()
        .map(range -> range.getValue() + " (" + range.getKey() + ")");
  }
}
