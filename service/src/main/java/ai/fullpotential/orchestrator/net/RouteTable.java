package ai.fullpotential.orchestrator.net;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which route answers a path and a method. Each path is known at the root and, when there is a
 * prefix, under it too.
 */
public final class RouteTable {

  private final String prefix;
  private final List<Route> routes;
  private final Map<String, Map<String, Route>> literal = new HashMap<>();
  private final List<Template> templates = new ArrayList<>();

  /** A table of these routes, served at the root and under the prefix (none when empty). */
  public RouteTable(String prefix, List<Route> routes) {
    this.prefix = prefix;
    this.routes = List.copyOf(routes);
    Map<String, Map<String, Route>> withParameters = new TreeMap<>();
    for (Route route : routes) {
      Map<String, Map<String, Route>> group =
          route.template().indexOf('{') < 0 ? literal : withParameters;
      Route twin =
          group
              .computeIfAbsent(route.template(), _ -> new HashMap<>())
              .putIfAbsent(route.method(), route);
      if (twin != null) {
        throw new IllegalArgumentException(
            "two routes for " + route.method() + " " + route.template());
      }
    }
    withParameters.forEach(
        (template, byMethod) -> templates.add(new Template(segments(template), byMethod)));
  }

  /** All routes, as they were given. */
  public List<Route> routes() {
    return routes;
  }

  private record Template(List<String> segments, Map<String, Route> byMethod) {}

  /** What a path and method lead to. */
  sealed interface Match {
    /** A route, with the values of its path's parameters. */
    record Found(Route route, Map<String, String> parameters) implements Match {}

    /** The path exists, with other methods. */
    record WrongMethod(String allow) implements Match {}

    /** No such path. */
    record NoSuchPath() implements Match {}
  }

  Match match(String method, String path) {
    String inner = path;
    if (!prefix.isEmpty() && path.startsWith(prefix)) {
      if (path.length() == prefix.length()) {
        inner = "/";
      } else if (path.charAt(prefix.length()) == '/') {
        inner = path.substring(prefix.length());
      }
    }
    Map<String, Route> exact = literal.get(inner);
    if (exact != null) {
      return choose(exact, method, Map.of());
    }
    if (!templates.isEmpty()) {
      List<String> segments = segments(inner);
      for (Template template : templates) {
        Map<String, String> parameters = parameters(template.segments(), segments);
        if (parameters != null) {
          return choose(template.byMethod(), method, parameters);
        }
      }
    }
    return new Match.NoSuchPath();
  }

  private static Match choose(
      Map<String, Route> byMethod, String method, Map<String, String> parameters) {
    Route route = byMethod.get(method);
    if (route == null && method.equals("HEAD")) {
      route = byMethod.get("GET");
    }
    if (route != null) {
      return new Match.Found(route, parameters);
    }
    TreeSet<String> allowed = new TreeSet<>(byMethod.keySet());
    if (allowed.contains("GET")) {
      allowed.add("HEAD");
    }
    return new Match.WrongMethod(String.join(", ", allowed));
  }

  private static List<String> segments(String path) {
    return List.of(path.split("/", -1));
  }

  private static @Nullable Map<String, String> parameters(
      List<String> template, List<String> segments) {
    int last = template.size() - 1;
    boolean openEnd = template.get(last).endsWith("*}") && segments.size() >= template.size();
    if (template.size() != segments.size() && !openEnd) {
      return null;
    }
    Map<String, String> parameters = new HashMap<>();
    for (int i = 0; i < template.size(); i++) {
      String expected = template.get(i);
      String actual = segments.get(i);
      if (openEnd && i == last) {
        String rest = String.join("/", segments.subList(last, segments.size()));
        parameters.put(expected.substring(1, expected.length() - 2), decode(rest));
      } else if (expected.startsWith("{")) {
        if (actual.isEmpty()) {
          return null;
        }
        parameters.put(expected.substring(1, expected.length() - 1), decode(actual));
      } else if (!expected.equals(actual)) {
        return null;
      }
    }
    return parameters;
  }

  private static String decode(String segment) {
    if (segment.indexOf('%') < 0) {
      return segment;
    }
    try {
      return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException invalidEscape) {
      return segment;
    }
  }
}
