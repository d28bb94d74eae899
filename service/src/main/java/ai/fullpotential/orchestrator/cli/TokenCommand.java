package ai.fullpotential.orchestrator.cli;

import ai.fullpotential.orchestrator.auth.LocalSigner;
import ai.fullpotential.orchestrator.json.Json;
import ai.fullpotential.orchestrator.net.Scope;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Makes a token, and the key to sign it with, to try out what callers with tokens may do. */
record TokenCommand(Terminal terminal, Surroundings surroundings) implements Command {

  private static final String SUBJECT = "--subject";
  private static final String SCOPE = "--scope";
  private static final String HOURS = "--hours";
  private static final String ISSUER = "--issuer";
  private static final String AUDIENCE = "--audience";
  private static final String DIRECTORY = "--directory";
  private static final String JSON = "--json";
  private static final int LONGEST_SUBJECT = 255;
  private static final BigDecimal MOST_HOURS = new BigDecimal(24 * 365);
  private static final BigDecimal SECONDS_AN_HOUR = new BigDecimal(3600);
  private static final List<String> WORDS =
      Stream.concat(Arrays.stream(Scope.values()).map(Scope::wire), Stream.of(Scope.READ_ALL))
          .toList();

  /** What is told to a program. */
  private record Made(
      String token,
      String subject,
      List<String> scopes,
      BigDecimal expiresAt,
      String privateKey,
      Map<String, String> settings) {}

  @Override
  public CommandSpec spec() {
    return Specs.of(
            this,
            "token",
            "Make a token to try it with, signed by a key of its own, which is made when there is"
                + " none. The token alone is printed; how to set up the service is told beside it.",
            "orchestrator token",
            "one that may do everything, for 12 hours",
            "orchestrator token --subject billing --scope 'read submit' --hours 1",
            "one that sees its own tasks only")
        .addOption(
            Specs.option(SUBJECT, "NAME", String.class, "Who it is for; else " + name() + "."))
        .addOption(
            Specs.option(
                SCOPE,
                "WORDS",
                String.class,
                "What it grants, of " + String.join(", ", WORDS) + "; else admin."))
        .addOption(
            Specs.option(HOURS, "N", BigDecimal.class, "How long it is good; else 12 hours."))
        .addOption(Specs.option(ISSUER, "TEXT", String.class, "What its iss is; else it has none."))
        .addOption(
            Specs.option(AUDIENCE, "TEXT", String.class, "What its aud is; else it has none."))
        .addOption(
            Specs.option(
                DIRECTORY,
                "DIR",
                String.class,
                "Where the key is, or will be; else auth/ in DATA_DIR, else data/auth/."))
        .addOption(Specs.flag(JSON, "Print one JSON object."));
  }

  private static String name() {
    return "local";
  }

  @Override
  public ExitCode run(ParseResult parsed) {
    Given given = new Given(parsed);
    String subject = given.text(SUBJECT).orElse(name());
    if (subject.isBlank() || subject.length() > LONGEST_SUBJECT) {
      throw given.wrong(SUBJECT + " must have 1 to " + LONGEST_SUBJECT + " characters");
    }
    List<String> scopes = scopes(given);
    Instant now = surroundings.time().instant();
    LocalSigner.Grant grant =
        new LocalSigner.Grant(
            subject,
            String.join(" ", scopes),
            now,
            now.plus(lifetime(given)),
            given.text(ISSUER),
            given.text(AUDIENCE));
    try {
      LocalSigner signer = LocalSigner.in(directory(given));
      tell(given, signer, grant, scopes);
      return ExitCode.OK;
    } catch (IOException e) {
      terminal.complain("cannot keep the key: " + e.getMessage() + "; set --directory");
      return ExitCode.FAILURE;
    }
  }

  private static List<String> scopes(Given given) {
    List<String> words =
        Stream.of(given.text(SCOPE).orElse(Scope.ADMIN.wire()).split("[ ,]+"))
            .filter(word -> !word.isEmpty())
            .toList();
    Optional<String> unknown = words.stream().filter(word -> !WORDS.contains(word)).findFirst();
    if (unknown.isPresent() || words.isEmpty()) {
      throw given.wrong(
          SCOPE
              + " must be of "
              + String.join(", ", WORDS)
              + unknown.map(word -> ", not '" + word + "'").orElse(""));
    }
    return words;
  }

  private static Duration lifetime(Given given) {
    BigDecimal hours = given.number(HOURS).orElse(new BigDecimal(12));
    if (hours.signum() <= 0 || hours.compareTo(MOST_HOURS) > 0) {
      throw given.wrong(HOURS + " must be above 0 and at most " + MOST_HOURS);
    }
    return Duration.ofSeconds(Math.max(1, hours.multiply(SECONDS_AN_HOUR).longValue()));
  }

  private Path directory(Given given) {
    String data = surroundings.environment().getOrDefault("DATA_DIR", "");
    String chosen =
        given.text(DIRECTORY).orElseGet(() -> (data.isEmpty() ? "data" : data) + "/auth");
    try {
      return Path.of(chosen).toAbsolutePath().normalize();
    } catch (InvalidPathException e) {
      throw given.wrong("'" + chosen + "' is no directory");
    }
  }

  private void tell(Given given, LocalSigner signer, LocalSigner.Grant grant, List<String> scopes) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("AUTH_MODE", "jwt");
    settings.put("AUTH_PUBLIC_KEY", signer.publicKey().toString());
    grant.issuer().ifPresent(issuer -> settings.put("AUTH_ISSUER", issuer));
    grant.audience().ifPresent(audience -> settings.put("AUTH_AUDIENCE", audience));
    String token = signer.token(grant);
    if (given.flag(JSON)) {
      terminal
          .out()
          .println(
              Json.of(
                  new Made(
                      token,
                      grant.subject(),
                      scopes,
                      Json.epochSeconds(grant.until()),
                      signer.privateKey().toString(),
                      settings)));
      return;
    }
    terminal.out().println(token);
    terminal.out().flush();
    terminal
        .err()
        .println(
            "For "
                + grant.subject()
                + ", with "
                + grant.scope()
                + ", until "
                + grant.until()
                + ".");
    terminal.err().println("The service takes it when it is started with");
    settings.forEach((key, value) -> terminal.err().println("  " + key + "=" + value));
    terminal.err().println("and the commands send it when it is in ORCHESTRATOR_TOKEN.");
    terminal.err().flush();
  }
}
