package ai.fullpotential.orchestrator.net;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;

/**
 * The IPv4 addresses that an IPv6 address may be carried on to: what a translator or a tunnel on the way
 * reads out of it. Java takes the mapped form ({@code ::ffff:0:0/96}) for IPv4 by itself.
 */
final class Embedded4 {

  private static final Cidr COMPATIBLE = Cidr.parse("::/96"); // RFC 4291, deprecated
  private static final Cidr TRANSLATED = Cidr.parse("::ffff:0:0:0/96"); // RFC 2765
  private static final Cidr NAT64 = Cidr.parse("64:ff9b::/96"); // RFC 6052
  private static final Cidr NAT64_LOCAL = Cidr.parse("64:ff9b:1::/48"); // RFC 8215
  private static final Cidr SIX_TO_FOUR = Cidr.parse("2002::/16"); // RFC 3056
  private static final Cidr TEREDO = Cidr.parse("2001::/32"); // RFC 4380

  /** Where RFC 6052 puts the four bytes behind a prefix of 48, 56, 64 and 96 bits. */
  private static final int[][] PLACES = {
    {6, 7, 9, 10}, {7, 9, 10, 11}, {9, 10, 11, 12}, {12, 13, 14, 15}
  };

  /** Bytes 8 to 11 of an ISATAP address (RFC 5214), but for one bit that says whether it is unique. */
  private static final byte[] ISATAP = {0, 0, 0x5e, (byte) 0xfe};

  private static final int IN_6TO4 = 2;
  private static final int TEREDO_SERVER = 4;
  private static final int TEREDO_CLIENT = 12;
  private static final int LAST = 12;

  private Embedded4() {}

  static List<InetAddress> in(InetAddress address) {
    byte[] bytes = address.getAddress();
    if (bytes.length == 4) {
      return List.of();
    }
    List<InetAddress> found = new ArrayList<>();
    if (isCompatible(address, bytes) || TRANSLATED.contains(address) || NAT64.contains(address)) {
      found.add(at(bytes, LAST, 0));
    } else if (SIX_TO_FOUR.contains(address)) {
      found.add(at(bytes, IN_6TO4, 0));
    } else if (TEREDO.contains(address)) {
      found.add(at(bytes, TEREDO_SERVER, 0));
      found.add(at(bytes, TEREDO_CLIENT, 0xff));
    } else if (NAT64_LOCAL.contains(address)) {
      for (int[] place : PLACES) {
        if (bytes[place[0]] != 0) { // else another length of prefix is meant: 0.0.0.0/8 is nobody
          found.add(of(bytes[place[0]], bytes[place[1]], bytes[place[2]], bytes[place[3]]));
        }
      }
    }
    if (isIsatap(bytes)) {
      found.add(at(bytes, LAST, 0));
    }
    return found;
  }

  private static boolean isIsatap(byte[] bytes) {
    return (bytes[8] & ~2) == ISATAP[0]
        && bytes[9] == ISATAP[1]
        && bytes[10] == ISATAP[2]
        && bytes[11] == ISATAP[3];
  }

  /** {@code ::} and {@code ::1} look like it and are none. */
  private static boolean isCompatible(InetAddress address, byte[] bytes) {
    return COMPATIBLE.contains(address) && bytes[LAST] != 0;
  }

  private static InetAddress at(byte[] bytes, int place, int flip) {
    return of(
        (byte) (bytes[place] ^ flip),
        (byte) (bytes[place + 1] ^ flip),
        (byte) (bytes[place + 2] ^ flip),
        (byte) (bytes[place + 3] ^ flip));
  }

  private static InetAddress of(byte... four) {
    try {
      return InetAddress.getByAddress(four);
    } catch (UnknownHostException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
