package ai.fullpotential.orchestrator.net;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * A file that is served as it is. It is compressed once, and its ETag is made of its bytes, so that
 * a reader that has it already is told so in a few bytes.
 */
public final class Asset {

  /** To be asked for each time; with the ETag the answer is most often "not modified". */
  public static final String REVALIDATED = "no-cache";

  /** Never asked for again: for a path that has the content's version in it. */
  public static final String IMMUTABLE = "public, max-age=31536000, immutable";

  private static final int ETAG_BYTES = 12;
  private static final int NOT_MODIFIED = 304;
  private static final byte[] NOTHING = {};
  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "json", "application/json",
          "yaml", "application/yaml",
          "svg", "image/svg+xml",
          "png", "image/png",
          "woff2", "font/woff2");

  private final String type;
  private final byte[] plain;
  private final byte[] compressed;
  private final String tag;

  private Asset(String type, byte[] plain) {
    this.type = type;
    this.plain = plain;
    this.compressed = gzip(plain);
    this.tag = digest(plain);
  }

  /** A file of this name, whose ending tells the type, with these bytes. */
  public static Asset of(String name, byte[] bytes) {
    String ending = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    return new Asset(TYPES.getOrDefault(ending, "application/octet-stream"), bytes.clone());
  }

  /** The bytes of a resource of the class path, which must be there. */
  @SuppressWarnings("MutableMethodReturnType")
  public static byte[] resource(String path) {
    try (InputStream in = Asset.class.getClassLoader().getResourceAsStream(path)) {
      if (in == null) {
        throw new IllegalStateException(path + " is not on the class path");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What stands for these bytes and no others, short enough for a path. */
  public static String digest(byte[] bytes) {
    try {
      byte[] whole = MessageDigest.getInstance("SHA-256").digest(bytes);
      return HexFormat.of().formatHex(Arrays.copyOf(whole, ETAG_BYTES));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** The answer to a request for it: whole, compressed where that is taken, or "not modified". */
  public Response answer(Exchange exchange, String cacheControl) {
    boolean zipped = compressed.length < plain.length && takesGzip(exchange);
    String etag = '"' + tag + (zipped ? "-gzip\"" : "\"");
    Response answer =
        has(exchange, etag)
            ? new Response(NOT_MODIFIED, type, NOTHING, Map.of())
            : new Response(200, type, zipped ? compressed : plain, Map.of());
    answer =
        answer
            .with("ETag", etag)
            .with("Vary", "Accept-Encoding")
            .with("Cache-Control", cacheControl);
    return zipped && answer.status() != NOT_MODIFIED
        ? answer.with("Content-Encoding", "gzip")
        : answer;
  }

  private static boolean has(Exchange exchange, String etag) {
    return items(exchange, "If-None-Match")
        .anyMatch(one -> one.equals("*") || one.equals(etag) || one.equals("W/" + etag));
  }

  static boolean takesGzip(Exchange exchange) {
    return items(exchange, "Accept-Encoding")
        .map(one -> one.replace(" ", "").toLowerCase(Locale.ROOT))
        .anyMatch(one -> one.equals("gzip") || one.matches("gzip;q=(1|0?\\.0*[1-9]).*"));
  }

  private static java.util.stream.Stream<String> items(Exchange exchange, String header) {
    return exchange.headers(header).stream()
        .flatMap(line -> List.of(line.split(",")).stream())
        .map(String::strip);
  }

  private static byte[] gzip(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream zip =
        new GZIPOutputStream(out) {
          {
            def.setLevel(Deflater.BEST_COMPRESSION);
          }
        }) {
      zip.write(bytes);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return out.toByteArray();
  }
}
