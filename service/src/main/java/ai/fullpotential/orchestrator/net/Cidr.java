package ai.fullpotential.orchestrator.net;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A range of addresses, as in RFC 4632 and RFC 4291. A range of IPv4 addresses that is written as
 * IPv6 ({@code ::ffff:10.0.0.0/104}) is one of IPv4.
 */
public final class Cidr {

  private static final Pattern FORM =
      Pattern.compile("(?<address>[0-9A-Fa-f:.]+)(?:/(?<bits>0|[1-9][0-9]{0,2}))?");

  /** Four numbers; the older forms of fewer, or with leading zeros, are read in different ways. */
  private static final Pattern FOUR =
      Pattern.compile("((25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(\\.(?!$)|$)){4}");

  private static final int MAPPED_BITS = 96;
  private static final int FOUR_BYTES = 4;

  private final byte[] first;
  private final int bits;

  private Cidr(byte[] first, int bits) {
    this.first = first;
    this.bits = bits;
  }

  /**
   * Reads a range, or a single address.
   *
   * @throws IllegalArgumentException with what is wrong with it, worded to follow the text
   */
  public static Cidr parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw new IllegalArgumentException("is not a range such as 10.0.0.0/8 or fd00::/8");
    }
    String address = form.group("address");
    byte[] bytes = bytes(address);
    boolean six = address.contains(":");
    int most = six ? 128 : 32;
    int bits = form.group("bits") == null ? most : Integer.parseInt(form.group("bits"));
    if (bits > most) {
      throw new IllegalArgumentException("has a prefix of " + bits + " bits, at most " + most);
    }
    if (six && bytes.length == FOUR_BYTES) {
      if (bits < MAPPED_BITS) {
        throw new IllegalArgumentException("begins like IPv4 in IPv6 and ends beyond it");
      }
      bits -= MAPPED_BITS;
    }
    byte[] masked = masked(bytes, bits);
    if (!Arrays.equals(masked, bytes)) {
      throw new IllegalArgumentException(
          "does not begin where its range begins, which is " + new Cidr(masked, bits));
    }
    return new Cidr(bytes, bits);
  }

  private static byte[] bytes(String address) {
    if (!address.contains(":") && !FOUR.matcher(address).matches()) {
      throw new IllegalArgumentException("is not an address of four numbers from 0 to 255");
    }
    try {
      return InetAddress.ofLiteral(address).getAddress();
    } catch (IllegalArgumentException invalid) {
      throw new IllegalArgumentException("has no valid address", invalid);
    }
  }

  private static byte[] masked(byte[] bytes, int bits) {
    byte[] masked = bytes.clone();
    for (int bit = bits; bit < bytes.length * Byte.SIZE; bit++) {
      masked[bit / Byte.SIZE] &= (byte) ~(0x80 >> (bit % Byte.SIZE));
    }
    return masked;
  }

  /** Whether it is in this range. */
  boolean contains(InetAddress address) {
    byte[] bytes = address.getAddress();
    if (bytes.length != first.length) {
      return false;
    }
    int whole = bits / Byte.SIZE;
    if (!Arrays.equals(bytes, 0, whole, first, 0, whole)) {
      return false;
    }
    int rest = bits % Byte.SIZE;
    return rest == 0 || ((bytes[whole] ^ first[whole]) & 0xff) >> (Byte.SIZE - rest) == 0;
  }

  /** Whether it is this address and no other. */
  boolean isJust(InetAddress address) {
    return bits == first.length * Byte.SIZE && contains(address);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Cidr range && bits == range.bits && Arrays.equals(first, range.first);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(first) + bits;
  }

  @Override
  public String toString() {
    try {
      return InetAddress.getByAddress(first).getHostAddress() + "/" + bits;
    } catch (UnknownHostException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
