package ai.fullpotential.orchestrator.store;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a PostgreSQL database is: {@code postgresql://user:password@host:port/database?sslmode=…}, as
 * its own programs read it. Several hosts may stand in a list; the one that can be written is used.
 *
 * <p>No message and no text of this value shows the password.
 */
public final class DatabaseUrl {

  private static final Pattern FORM =
      Pattern.compile(
          "(?:postgresql|postgres)://(?:(?<user>[^:@/?#]*)(?::(?<password>[^@/?#]*))?@)?"
              + "(?<hosts>[^@/?#]*)(?:/(?<database>[^/?#]*))?(?:\\?(?<parameters>[^?#]*))?");
  private static final Pattern HOST =
      Pattern.compile("(?<name>\\[[0-9A-Fa-f:.]+\\]|[A-Za-z0-9._-]+)(?::(?<port>[0-9]{1,5}))?");
  private static final Pattern BROKEN_ESCAPE = Pattern.compile("%(?![0-9A-Fa-f]{2})");
  private static final List<String> SSL_MODES =
      List.of("disable", "allow", "prefer", "require", "verify-ca", "verify-full");
  private static final int DEFAULT_PORT = 5432;
  private static final int LAST_PORT = 65535;

  /** The parameters that may be given, and what the driver calls them. */
  private static final Map<String, String> PARAMETERS =
      new TreeMap<>(
          Map.of(
              "application_name", "ApplicationName",
              "channel_binding", "channelBinding",
              "gssencmode", "gssEncMode",
              "options", "options",
              "sslcert", "sslcert",
              "sslkey", "sslkey",
              "sslmode", "sslmode",
              "sslpassword", "sslpassword",
              "sslrootcert", "sslrootcert"));

  private final String hosts;
  private final String database;
  private final Map<String, String> properties;

  private DatabaseUrl(String hosts, String database, Map<String, String> properties) {
    this.hosts = hosts;
    this.database = database;
    this.properties = properties;
  }

  /**
   * Reads a URL.
   *
   * @throws IllegalArgumentException with what is wrong, worded to follow the setting's name
   */
  public static DatabaseUrl parse(String url) {
    Matcher parts = FORM.matcher(url);
    if (!parts.matches()) {
      throw new IllegalArgumentException(fault(url));
    }
    Map<String, String> properties = new LinkedHashMap<>();
    properties.put("user", required(parts, "user"));
    if (parts.group("password") != null) {
      properties.put("password", decoded(parts.group("password"), "password"));
    }
    String database = required(parts, "database");
    String hosts = hosts(parts.group("hosts"));
    if (hosts.indexOf(',') > 0) {
      properties.put("targetServerType", "primary");
    }
    if (parts.group("parameters") != null) {
      parameters(parts.group("parameters"), properties);
    }
    return new DatabaseUrl(hosts, database, properties);
  }

  private static String fault(String url) {
    String form = "must look like postgresql://user:password@host:port/database";
    if (!url.startsWith("postgresql://") && !url.startsWith("postgres://")) {
      return form;
    }
    return url.indexOf('#') >= 0 || url.indexOf('@') != url.lastIndexOf('@')
        ? form + "; '@', '#', '/', '?' and ':' in user or password must be percent-encoded"
        : form;
  }

  private static String required(Matcher parts, String name) {
    String value = parts.group(name);
    if (value == null || value.isEmpty()) {
      throw new IllegalArgumentException("must name the " + name);
    }
    return decoded(value, name);
  }

  private static String decoded(String text, String name) {
    if (BROKEN_ESCAPE.matcher(text).find()) {
      throw new IllegalArgumentException("has a broken percent escape in the " + name);
    }
    String decoded = URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    if (decoded.indexOf('\0') >= 0 || decoded.indexOf('\ufffd') >= 0) {
      throw new IllegalArgumentException("has what is no text in the " + name);
    }
    return decoded;
  }

  private static String hosts(String text) {
    if (text.isEmpty()) {
      throw new IllegalArgumentException("must name the host");
    }
    List<String> hosts = new ArrayList<>();
    for (String each : text.split(",", -1)) {
      Matcher host = HOST.matcher(each);
      if (!host.matches()) {
        throw new IllegalArgumentException("has '" + each + "' where a host and port should be");
      }
      hosts.add(host.group("name") + ":" + port(host.group("port")));
    }
    return String.join(",", hosts);
  }

  private static int port(@Nullable String digits) {
    int port = digits == null ? DEFAULT_PORT : Integer.parseInt(digits);
    if (port < 1 || port > LAST_PORT) {
      throw new IllegalArgumentException("has port " + port + ", which is not 1 to " + LAST_PORT);
    }
    return port;
  }

  private static void parameters(String text, Map<String, String> properties) {
    for (String each : text.split("&", -1)) {
      int equals = each.indexOf('=');
      String name = equals < 0 ? each : each.substring(0, equals);
      String driverName = PARAMETERS.get(name);
      if (driverName == null || equals < 0) {
        throw new IllegalArgumentException(
            "has the parameter '"
                + name
                + "'; known are "
                + String.join(", ", PARAMETERS.keySet()));
      }
      String value = decoded(each.substring(equals + 1), name);
      if (name.equals("sslmode") && !SSL_MODES.contains(value)) {
        throw new IllegalArgumentException("must have as sslmode one of " + SSL_MODES);
      }
      if (properties.put(driverName, value) != null) {
        throw new IllegalArgumentException("has the parameter '" + name + "' twice");
      }
    }
  }

  /** The address as the driver reads it; user, password and parameters stand beside it. */
  String jdbc() {
    return "jdbc:postgresql://"
        + hosts
        + "/"
        + URLEncoder.encode(database, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** User, password and parameters, as the driver reads them. */
  Properties properties() {
    Properties all = new Properties();
    all.putAll(properties);
    return all;
  }

  /** Hosts and database, for logs. */
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "postgresql://%s/%s", hosts, database);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof DatabaseUrl url
        && hosts.equals(url.hosts)
        && database.equals(url.database)
        && properties.equals(url.properties);
  }

  @Override
  public int hashCode() {
    return Objects.hash(hosts, database, properties);
  }
}
