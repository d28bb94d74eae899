package ai.fullpotential.orchestrator.api;

import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.net.RawClient.Answer;
import ai.fullpotential.orchestrator.store.OnEveryStore;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every option of a task, malformed: told by name, with what is allowed, and nothing stored. */
@OnEveryStore
class OptionFaultsTest extends AsyncTasks {

  private static final String TIME =
      "must be a time as ISO 8601 with an offset (2030-01-31T12:00:00Z) or as epoch seconds, not ";
  private static final String DROPLET = "'droplet_name':'thing','path':'/x'";

  static Stream<Arguments> faulty() {
    return Stream.of(
        faulty("'run_at':'tomorrow'", "run_at " + TIME + "tomorrow"),
        faulty("'run_at':'2030-01-01T00:00:00'", "run_at " + TIME + "2030-01-01T00:00:00"),
        faulty("'run_at':true", "run_at " + TIME + "true"),
        faulty("'run_at':1e12", "run_at " + TIME + "1e12"),
        faulty("'run_at':'9999-01-01T00:00:00Z'", "run_at must be within ten years from now"),
        faulty("'run_at':253370764800", "run_at must be within ten years from now"),
        faulty("'delay_seconds':-1", "delay_seconds must be a number of seconds from 0 to "),
        faulty("'delay_seconds':'5'", "delay_seconds must be a number of seconds"),
        faulty("'delay_seconds':1e9", "delay_seconds must be a number of seconds"),
        faulty("'delay_seconds':315705600", "delay_seconds must be a number of seconds"),
        faulty("'delay_seconds':1,'run_at':1893456000", "delay_seconds cannot be given together"),
        faulty("'deadline':'2001-01-01T00:00:00Z'", "deadline must be in the future"),
        faulty("'deadline':-5", "deadline must be in the future"),
        faulty("'deadline':'soon'", "deadline " + TIME + "soon"),
        faulty("'deadline':'9999-12-31T23:59:59Z'", "deadline must be within ten years from now"),
        faulty(
            "'run_at':'2033-01-02T00:00:00Z','deadline':'2033-01-01T00:00:00Z'",
            "deadline must be after the task is due, 2033-01-02T00:00:00Z"),
        faulty("'priority':0", "priority must be a whole number from 1 to 10, not 0"),
        faulty("'priority':11", "priority must be a whole number from 1 to 10, not 11"),
        faulty("'priority':'high'", "priority must be a whole number from 1 to 10, not \"high\""),
        faulty("'priority':1.5", "priority must be a whole number from 1 to 10, not 1.5"),
        faulty("'max_retries':-1", "max_retries must be a whole number from 0 to 1000, not -1"),
        faulty("'max_retries':1001", "max_retries must be a whole number from 0 to 1000"),
        faulty(
            "'attempt_timeout_seconds':0", "attempt_timeout_seconds must be a number of seconds"),
        faulty(
            "'timeout_seconds':0", "timeout_seconds must be a number of seconds from 0.001 to 300"),
        faulty("'timeout_seconds':301", "timeout_seconds must be a number of seconds from 0.001"),
        faulty("'timeout_seconds':'x'", "timeout_seconds must be a number of seconds"),
        faulty("'on_unknown':'drop'", "on_unknown must be one of retry, hold, not 'drop'"),
        faulty("'on_unknown':7", "on_unknown must be a string"),
        faulty("'retry':[]", "retry must be an object, not []"),
        faulty("'retry':{'times':3}", "retry.times is not known here"),
        faulty("'retry':{'max_retries':'x'}", "retry.max_retries must be a whole number"),
        faulty("'retry':{'backoff':5}", "retry.backoff must be an object, not 5"),
        faulty("'retry':{'backoff':{'initial':1}}", "retry.backoff.initial is not known here"),
        faulty(
            "'retry':{'backoff':{'initial_seconds':-1}}",
            "retry.backoff.initial_seconds must be a number of seconds"),
        faulty(
            "'retry':{'backoff':{'multiplier':0.5}}",
            "retry.backoff.multiplier must be a number from 1 to 100, not 0.5"),
        faulty(
            "'retry':{'backoff':{'initial_seconds':10,'max_seconds':5}}",
            "retry.backoff.max_seconds must be a number of seconds from 10"),
        faulty(
            "'retry':{'backoff':{'schedule':[]}}",
            "retry.backoff.schedule must have 1 to 100 waits, it has 0"),
        faulty(
            "'retry':{'backoff':{'schedule':[1,'x']}}",
            "retry.backoff.schedule must have numbers of seconds"),
        faulty(
            "'retry':{'backoff':{'schedule':[1],'multiplier':2}}",
            "retry.backoff.multiplier cannot be given together with a schedule"),
        faulty(
            "'retry':{'jitter':'some'}",
            "retry.jitter must be 'none', 'full' or a percentage from 0 to 100"),
        faulty("'retry':{'jitter':101}", "retry.jitter must be 'none', 'full' or a percentage"),
        faulty("'retry':{'retry_on':'5xx'}", "retry.retry_on must be a list"),
        faulty("'retry':{'retry_on':['6xx']}", "retry.retry_on must have status codes (503)"),
        faulty("'retry':{'retry_on':['599-500']}", "retry.retry_on must have status codes (503)"),
        faulty("'retry':{'retry_on':[99]}", "retry.retry_on must have status codes (503)"),
        faulty("'retry':{'respect_retry_after':1}", "retry.respect_retry_after must be true or"),
        faulty("'tags':'x'", "tags must be a list, not \"x\""),
        faulty("'tags':['']", "tags must be strings of 1 to 100 characters"),
        faulty("'tags':[7]", "tags must be strings of 1 to 100 characters, not 7"),
        faulty("'tags':['" + "x".repeat(101) + "']", "tags must be strings of 1 to 100"),
        faulty("'tags':[" + "'x',".repeat(20) + "'y']", "tags must be at most 20, they are 21"),
        faulty("'callback':'http://x/'", "callback must be an object"),
        faulty("'callback':{}", "callback.droplet_name is required", "callback.path is required"),
        faulty(
            "'callback':{'url':'http://x/'}",
            "callback.url is not allowed: the setting CALLBACK_URLS names no URL"),
        faulty(
            "'callback':{'droplet_name':'thing','path':'x'}", "callback.path must begin with '/'"),
        faulty(
            "'callback':{" + DROPLET + ",'events':['queued']}",
            "callback.events must be of cancelled, error, success, timeout, not \"queued\""),
        faulty("'callback':{" + DROPLET + ",'event':[]}", "callback.event is not known here; did"),
        faulty("'then':5", "then must be an object, not 5"),
        faulty("'then':{}", "then.droplet_name is required", "then.path is required"),
        faulty("'then':[{" + DROPLET + "},7]", "then[1] must be an object, not 7"),
        faulty("'then':{" + DROPLET + ",'run_at':1}", "then.run_at is not known here"),
        faulty("'then':{" + DROPLET + ",'priority':0}", "then.priority must be a whole number"),
        faulty(
            "'then':[{" + DROPLET + ",'then':[{" + DROPLET + "},{" + DROPLET + ",'tags':1}]}]",
            "then[0].then[1].tags must be a list"),
        faulty("'dry_run':'yes'", "dry_run must be true or false, not \"yes\""),
        faulty("'idempotency_key':7", "idempotency_key must be a string"),
        faulty("'idempotency_key':''", "idempotency_key must have 1 to 255"),
        faulty(
            "'idempotency_key':'" + "x".repeat(256) + "'", "idempotency_key must have 1 to 255"));
  }

  private static Arguments faulty(String members, String... faults) {
    return Arguments.of(
        members.length() > 70 ? members.substring(0, 70) : members, members, List.of(faults));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("faulty")
  void eachFaultNamesTheFieldAndWhatIsAllowed(String name, String members, List<String> expected) {
    List<String> faults = faults(submit(task(members)));
    assertThat(faults).hasSameSizeAs(expected);
    for (int i = 0; i < expected.size(); i++) {
      assertThat(faults.get(i)).startsWith(expected.get(i));
    }
    assertThat(stored()).isZero();
    assertThat(droplet.calls()).isZero();
  }

  @Test
  void allFaultsOfAllOptionsAreToldAtOnce() {
    List<String> members = new ArrayList<>();
    for (String option :
        List.of(
            "run_at",
            "delay_seconds",
            "deadline",
            "priority",
            "max_retries",
            "timeout_seconds",
            "attempt_timeout_seconds",
            "retry",
            "on_unknown",
            "callback",
            "tags",
            "dry_run",
            "idempotency_key",
            "then",
            "meta")) {
      members.add("'" + option + "':[1]");
    }
    Answer answer = submit("{" + String.join(",", members).replace('\'', '"') + "}");
    assertThat(faults(answer).stream().map(fault -> fault.split(" ")[0].split("\\[")[0]))
        .contains(
            "run_at",
            "delay_seconds",
            "deadline",
            "priority",
            "max_retries",
            "timeout_seconds",
            "attempt_timeout_seconds",
            "retry",
            "on_unknown",
            "callback",
            "tags",
            "dry_run",
            "idempotency_key",
            "then",
            "meta",
            "droplet_name",
            "path");
  }

  @Test
  void aFaultyKeyInTheHeaderIsToldWithTheOthers() {
    assertThat(faults(submit(task("'priority':0"), "Idempotency-Key: " + "x".repeat(256))))
        .satisfiesExactlyInAnyOrder(
            fault -> assertThat(fault).startsWith("Idempotency-Key must have 1 to 255"),
            fault -> assertThat(fault).startsWith("priority must"));
    assertThat(faults(submit(task(), "Idempotency-Key: \"\"")))
        .hasSize(1)
        .first()
        .asString()
        .startsWith("Idempotency-Key must have 1 to 255");
  }

  @Test
  void aNullOptionIsAnAbsentOne() {
    assertThat(
            submit(
                    task(
                        "'run_at':null,'delay_seconds':null,'deadline':null,'priority':null",
                        "'max_retries':null,'retry':null,'on_unknown':null,'callback':null",
                        "'then':null,'tags':null,'dry_run':null,'idempotency_key':null"))
                .status())
        .isEqualTo(200);
  }
}
