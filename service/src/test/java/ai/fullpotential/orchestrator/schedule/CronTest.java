package ai.fullpotential.orchestrator.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import ai.fullpotential.orchestrator.schedule.Cron.Part;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CronTest {

  @Test
  void keepsWhatItWasReadFrom() {
    Cron cron = Crons.cron("  @Daily ", "Europe/Berlin");

    assertThat(cron.expression()).isEqualTo("@Daily");
    assertThat(cron.zone()).isEqualTo(ZoneId.of("Europe/Berlin"));
    assertThat(cron).hasToString("@Daily Europe/Berlin");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "61 * * * *      | minute '61'       | 0 to 59",
        "-1 * * * *      | minute '-1'       | 0 to 59",
        "*/0 * * * *     | minute '*/0'      | a step",
        "*/60 * * * *    | minute '*/60'     | not above the largest value",
        "5/15 * * * *    | minute '5/15'     | 1-5/2",
        "/5 * * * *      | minute '/5'       | a step",
        "+1 * * * *      | minute '+1'       | 0 to 59",
        "1,,2 * * * *    | minute '1,,2'     | lists",
        "50-10 * * * *   | minute '50-10'    | the smaller first",
        "0 24 * * *      | hour '24'         | 0 to 23",
        "0 0+1 * * *     | hour '0+1'        | 0 to 23",
        "0 0 0 * *       | day of month '0'  | 1 to 31",
        "0 0 L * *       | day of month 'L'  | 1 to 31",
        "0 0 ? * *       | day of month '?'  | 1 to 31",
        "0 0 1 13 *      | month '13'        | JAN to DEC",
        "0 0 1 foo *     | month 'FOO'       | JAN to DEC",
        "0 0 * * 8       | day of week '8'   | SUN to SAT",
        "0 0 * * 5#3     | day of week '5#3' | SUN to SAT",
        "0 0 * * FRI-MON | day of week 'FRI-MON' | the smaller first",
      })
  void namesTheFieldThatIsWrongAndWhatItMayHold(String expression, String field, String allowed) {
    assertThat(Crons.faults(expression, "UTC", Part.EXPRESSION))
        .startsWith("has the " + field)
        .contains(allowed)
        .hasLineCount(1);
  }

  @Test
  void tellsAllFaultsAtOnce() {
    assertThat(Crons.faults("60 25 * * *", "Nowhere", Part.EXPRESSION))
        .hasLineCount(2)
        .contains("minute '60'")
        .contains("hour '25'");
    assertThat(Crons.faults("60 25 * * *", "Nowhere", Part.ZONE)).contains("'Nowhere'");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''            | it is empty",
        "'* * * *'     | it has 4",
        "'0 * * * * *' | it has 6, and a field for seconds is not known",
        "'tomorrow'    | it has 1",
      })
  void saysHowManyFieldsItNeeds(String expression, String reason) {
    assertThat(Crons.faults(expression, "UTC", Part.EXPRESSION))
        .startsWith("must have 5 fields (minute, hour, day of month, month, day of week)")
        .contains("@daily")
        .endsWith(reason);
  }

  @Test
  void namesTheKnownNicknames() {
    assertThat(Crons.faults("@reboot", "UTC", Part.EXPRESSION))
        .contains("'@reboot'", "@hourly", "@daily", "@weekly", "@monthly", "@yearly");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0 0 30 2 *", "0 0 31 2,4,6,9,11 *", "* * 30-31 FEB *"})
  void refusesWhatNeverFires(String expression) {
    assertThat(Crons.faults(expression, "Europe/Berlin", Part.EXPRESSION))
        .startsWith("never fires");
  }

  @Test
  void refusesALongTextWithoutRepeatingIt() {
    assertThat(Crons.faults("1,".repeat(300), "U".repeat(65), Part.EXPRESSION))
        .isEqualTo("must have at most 512 characters, it has 600");
    assertThat(Crons.faults("* * * * *", "U".repeat(65), Part.ZONE))
        .isEqualTo("must have at most 64 characters, it has 65");
    assertThat(Crons.faults("1,".repeat(200) + " * * * *", "UTC", Part.EXPRESSION))
        .hasSizeLessThan(300);
  }

  @ParameterizedTest
  @CsvSource({
    "Europe/Berln,     Europe/Berlin",
    "europe/berlin,    Europe/Berlin",
    "Berlin,           Europe/Berlin",
    "new york,         America/New_York",
    "America/NewYork,  America/New_York",
    "Katmandu,         Asia/Katmandu",
    "utc,              UTC",
  })
  void suggestsZonesWithNamesNearby(String name, String expected) {
    assertThat(Crons.faults("* * * * *", name, Part.ZONE))
        .startsWith("'" + name + "' is not known; did you mean ")
        .contains(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "??", "Middle-earth/Shire"})
  void saysHowZonesAreNamedWhenNoneIsNear(String name) {
    assertThat(Crons.faults("* * * * *", name, Part.ZONE)).endsWith("such as Europe/Berlin or UTC");
  }

  @Test
  void readsNamesOfDaysWhateverTheLanguageOfTheMachine() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.of("tr"));
      assertThat(Crons.faults("0 0 * apr fri", "UTC", Part.EXPRESSION)).isEmpty();
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void findsNothingBeyondTheYear9999() {
    assertThat(Crons.cron("* * * * *", "UTC").next(Instant.parse("9999-12-31T23:59:00Z")))
        .isEmpty();
    assertThat(Crons.cron("@yearly", "Europe/Berlin").next(Instant.parse("9999-06-01T00:00:00Z")))
        .isEmpty();
    assertThat(Crons.cron("@hourly", "Europe/Berlin").next(Instant.MAX)).isEmpty();
  }
}
