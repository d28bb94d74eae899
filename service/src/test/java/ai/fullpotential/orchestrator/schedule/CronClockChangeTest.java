package ai.fullpotential.orchestrator.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rule of {@link Cron} for the days on which a clock is changed, zone by zone. */
class CronClockChangeTest {

  private static void assertFirings(String expression, String zone, String after, String expected) {
    var instants = Arrays.stream(expected.strip().split("\\s+")).map(Instant::parse).toList();
    assertThat(Crons.firings(Crons.cron(expression, zone), Instant.parse(after), instants.size()))
        .isEqualTo(instants);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "30 2 * * *      | Europe/Berlin       | 2026-03-28T12:00:00Z | 2026-03-29T01:00:00Z 2026-03-30T00:30:00Z",
        "0,30 2 * * *    | Europe/Berlin       | 2026-03-28T12:00:00Z | 2026-03-29T01:00:00Z 2026-03-30T00:00:00Z",
        "0 2-3 * * *     | Europe/Berlin       | 2026-03-28T12:00:00Z | 2026-03-29T01:00:00Z 2026-03-30T00:00:00Z",
        "30 2-3 * * *    | Europe/Berlin       | 2026-03-28T12:00:00Z | 2026-03-29T01:00:00Z 2026-03-29T01:30:00Z",
        "0 3 * * *       | Europe/Berlin       | 2026-03-28T12:00:00Z | 2026-03-29T01:00:00Z 2026-03-30T01:00:00Z",
        "0 */2 * * *     | Europe/Berlin       | 2026-03-29T00:00:00Z | 2026-03-29T01:00:00Z 2026-03-29T02:00:00Z",
        "30 2 29 3 *     | Europe/Berlin       | 2026-01-01T00:00:00Z | 2026-03-29T01:00:00Z 2027-03-29T00:30:00Z",
        "30 2 * * *      | America/New_York    | 2026-03-07T12:00:00Z | 2026-03-08T07:00:00Z 2026-03-09T06:30:00Z",
        "15 2 * * *      | Australia/Lord_Howe | 2026-10-03T00:00:00Z | 2026-10-03T15:30:00Z 2026-10-04T15:15:00Z",
        "45 2 * * *      | Australia/Lord_Howe | 2026-10-03T00:00:00Z | 2026-10-03T15:45:00Z 2026-10-04T15:45:00Z",
        "0 0 * * *       | America/Sao_Paulo   | 2017-10-14T12:00:00Z | 2017-10-15T03:00:00Z 2017-10-16T02:00:00Z",
        "@daily          | America/Sao_Paulo   | 2017-10-14T12:00:00Z | 2017-10-15T03:00:00Z 2017-10-16T02:00:00Z",
        "0,30 1-2 * * *  | Antarctica/Troll    | 2026-03-28T12:00:00Z | 2026-03-29T01:00:00Z 2026-03-29T23:00:00Z",
        "0 12 * * *      | Pacific/Apia        | 2011-12-29T23:00:00Z | 2011-12-30T10:00:00Z 2011-12-30T22:00:00Z",
      })
  void whatIsSkippedFiresOnceWhenTheGapEnds(
      String expression, String zone, String after, String expected) {
    assertFirings(expression, zone, after, expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "30 2 * * *   | Europe/Berlin       | 2026-10-24T12:00:00Z | 2026-10-25T00:30:00Z 2026-10-26T01:30:00Z",
        "0 3 * * *    | Europe/Berlin       | 2026-10-24T12:00:00Z | 2026-10-25T02:00:00Z 2026-10-26T02:00:00Z",
        "0 3 * * *    | Europe/Berlin       | 2026-10-25T01:59:59Z | 2026-10-25T02:00:00Z 2026-10-26T02:00:00Z",
        "*/15 2 * * * | Europe/Berlin       | 2026-10-25T00:30:00Z | 2026-10-25T00:45:00Z 2026-10-26T01:00:00Z",
        "45 2 * * *   | Europe/Berlin       | 2026-10-25T01:10:00Z | 2026-10-26T01:45:00Z 2026-10-27T01:45:00Z",
        "30 1 * * *   | America/New_York    | 2026-10-31T12:00:00Z | 2026-11-01T05:30:00Z 2026-11-02T06:30:00Z",
        "45 1 * * *   | Australia/Lord_Howe | 2026-04-04T00:00:00Z | 2026-04-04T14:45:00Z 2026-04-05T15:15:00Z",
        "30 23 * * *  | America/Sao_Paulo   | 2018-02-17T12:00:00Z | 2018-02-18T01:30:00Z 2018-02-19T02:30:00Z",
        "0 0 * * *    | America/Sao_Paulo   | 2018-02-17T12:00:00Z | 2018-02-18T03:00:00Z 2018-02-19T03:00:00Z",
        "30 1 * * *   | Antarctica/Troll    | 2026-10-24T12:00:00Z | 2026-10-24T23:30:00Z 2026-10-26T01:30:00Z",
      })
  void whatIsRepeatedFiresInItsFirstPass(
      String expression, String zone, String after, String expected) {
    assertFirings(expression, zone, after, expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "*/30 * * * *  | Europe/Berlin       | 2026-03-29T00:30:00Z | 2026-03-29T01:00:00Z 2026-03-29T01:30:00Z",
        "*/30 * * * *  | Europe/Berlin       | 2026-10-25T00:00:00Z | 2026-10-25T00:30:00Z 2026-10-25T01:00:00Z 2026-10-25T01:30:00Z 2026-10-25T02:00:00Z",
        "30 */1 * * *  | Europe/Berlin       | 2026-10-25T00:00:00Z | 2026-10-25T00:30:00Z 2026-10-25T01:30:00Z 2026-10-25T02:30:00Z",
        "@hourly       | America/New_York    | 2026-03-08T06:00:00Z | 2026-03-08T07:00:00Z 2026-03-08T08:00:00Z",
        "@hourly       | America/New_York    | 2026-11-01T04:00:00Z | 2026-11-01T05:00:00Z 2026-11-01T06:00:00Z 2026-11-01T07:00:00Z",
        "*/15 * * * *  | Australia/Lord_Howe | 2026-10-03T15:15:00Z | 2026-10-03T15:30:00Z 2026-10-03T15:45:00Z",
        "*/15 * * * *  | Australia/Lord_Howe | 2026-04-04T14:45:00Z | 2026-04-04T15:00:00Z 2026-04-04T15:15:00Z 2026-04-04T15:30:00Z",
        "*/30 * * * *  | America/Sao_Paulo   | 2017-10-15T02:30:00Z | 2017-10-15T03:00:00Z 2017-10-15T03:30:00Z",
        "*/30 * * * *  | Antarctica/Troll    | 2026-03-29T00:30:00Z | 2026-03-29T01:00:00Z 2026-03-29T01:30:00Z",
        "*/30 * * * *  | Antarctica/Troll    | 2026-10-25T00:30:00Z | 2026-10-25T01:00:00Z 2026-10-25T01:30:00Z",
        "0 * 29 2 *    | Europe/Berlin       | 2096-03-01T00:00:00Z | 2104-02-28T23:00:00Z 2104-02-29T00:00:00Z",
      })
  void everyHourMeansEveryHourThatPasses(
      String expression, String zone, String after, String expected) {
    assertFirings(expression, zone, after, expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0 6 * * *    | Asia/Kathmandu | 2026-01-01T00:00:00Z | 2026-01-01T00:15:00Z 2026-01-02T00:15:00Z",
        "0 * * * *    | Asia/Kathmandu | 2026-01-01T00:15:00Z | 2026-01-01T01:15:00Z 2026-01-01T02:15:00Z",
        "30 2 * * *   | UTC            | 2026-03-28T12:00:00Z | 2026-03-29T02:30:00Z 2026-03-30T02:30:00Z",
        "30 2 * * *   | +02:00         | 2026-03-28T12:00:00Z | 2026-03-29T00:30:00Z 2026-03-30T00:30:00Z",
        "0 0 29 2 *   | UTC            | 2096-03-01T00:00:00Z | 2104-02-29T00:00:00Z 2108-02-29T00:00:00Z",
        "0 0 31 * *   | UTC            | 2026-01-31T00:00:00Z | 2026-03-31T00:00:00Z 2026-05-31T00:00:00Z",
        "0 0 13 * FRI | UTC            | 2026-01-09T00:00:00Z | 2026-01-13T00:00:00Z 2026-01-16T00:00:00Z",
        "0 0 */1 * 1  | UTC            | 2026-01-01T00:00:00Z | 2026-01-05T00:00:00Z 2026-01-12T00:00:00Z",
        "0 0 * * 7    | UTC            | 2026-01-01T00:00:00Z | 2026-01-04T00:00:00Z 2026-01-11T00:00:00Z",
        "@weekly      | UTC            | 2026-01-01T00:00:00Z | 2026-01-04T00:00:00Z 2026-01-11T00:00:00Z",
        "@monthly     | UTC            | 2026-01-01T00:00:00Z | 2026-02-01T00:00:00Z 2026-03-01T00:00:00Z",
        "@Yearly      | UTC            | 2026-01-01T00:00:00Z | 2027-01-01T00:00:00Z 2028-01-01T00:00:00Z",
        "* * * * *    | UTC            | 2026-01-01T00:00:00.000000001Z | 2026-01-01T00:01:00Z 2026-01-01T00:02:00Z",
        "* * * * *    | UTC            | 2025-12-31T23:59:59.999999999Z | 2026-01-01T00:00:00Z 2026-01-01T00:01:00Z",
      })
  void elsewhereTheClockOfTheZoneCounts(
      String expression, String zone, String after, String expected) {
    assertFirings(expression, zone, after, expected);
  }
}
