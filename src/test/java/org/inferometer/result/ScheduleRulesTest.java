package org.inferometer.result;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.inferometer.load.Load;
import org.inferometer.load.Open;
import org.inferometer.load.Stage;
import org.inferometer.load.Stages;
import org.inferometer.load.Think;
import org.inferometer.load.Users;
import org.inferometer.record.RequestRecord;
import org.inferometer.result.Reason.Code;
import org.junit.jupiter.api.Test;

/** The limits of loads that have a time for each request, and what lies on either side of them. */
class ScheduleRulesTest extends JudgedRun {
  @Test
  void anOpenLoopMayBeTwoPercentOffItsSchedule() throws IOException {
    assertThat(scheduled(Integer.MAX_VALUE, delayed(101, 190)))
        .doesNotContain(Code.OFF_SCHEDULE, Code.LATE_STARTS, Code.HELD_BACK, Code.NOT_STEADY);
    assertThat(scheduled(Integer.MAX_VALUE, delayed(101, 210))).contains(Code.OFF_SCHEDULE);
    assertThat(off(delayed(101, 300))).as("100 gaps in 10.3 s").isBetween(-0.0292, -0.0291);
  }

  @Test
  void oneRequestInAHundredMayStartLate() throws IOException {
    assertThat(scheduled(Integer.MAX_VALUE, delayed(100, 2))).doesNotContain(Code.LATE_STARTS);
    assertThat(scheduled(Integer.MAX_VALUE, delayed(99, 2))).contains(Code.LATE_STARTS);
    assertThat(scheduled(Integer.MAX_VALUE, delayed(99, 1))).doesNotContain(Code.LATE_STARTS);
  }

  @Test
  void aRequestThatALimitHoldsBackIsTold() throws IOException {
    RequestRecord[] some = delayed(100, 0);
    some[50] = request(5_000, 0, 101);
    assertThat(scheduled(1, delayed(100, 0))).doesNotContain(Code.HELD_BACK);
    assertThat(scheduled(1, some)).contains(Code.HELD_BACK);
    assertThat(scheduled(2, some)).doesNotContain(Code.HELD_BACK);
  }

  @Test
  void requestsThatPileUpAreToldWhereTheLoadIsLevel() throws IOException {
    RequestRecord[] piling = new RequestRecord[300];
    for (int i = 0; i < piling.length; i++) {
      piling[i] = request(100 * i, 0, 50 + 30 * i);
    }

    assertThat(scheduled(Integer.MAX_VALUE, piling)).contains(Code.NOT_STEADY);
    assertThat(under(steps(), piling)).doesNotContain(Code.NOT_STEADY);
  }

  @Test
  void halfOfTheTimeAllUsersMustBeThere() throws IOException {
    assertThat(under(users(6), delayed(50, 0))).doesNotContain(Code.SHORT_STEADY, Code.LATE_STARTS);
    assertThat(under(users(7), delayed(50, 0))).contains(Code.SHORT_STEADY);
  }

  @Test
  void oneRequestOfUsersInAHundredMayStartLate() throws IOException {
    assertThat(under(users(2), delayed(100, 2))).doesNotContain(Code.LATE_STARTS);
    assertThat(under(users(2), delayed(99, 2))).contains(Code.LATE_STARTS);
    assertThat(under(users(2), delayed(99, 1))).doesNotContain(Code.LATE_STARTS);
  }

  /** One a second, for ten seconds. */
  private static Users users(int number) {
    return new Users(number, 1, Think.NONE, Duration.ofSeconds(10), null);
  }

  /** The same rate all the time, though the schedule does not promise that. */
  private static Load steps() {
    Stage stage = new Stage(10, 10, Duration.ofMinutes(1));
    return new Open(new Stages(List.of(stage), org.inferometer.load.Gaps.CONSTANT), null);
  }

  private double off(RequestRecord... records) throws IOException {
    return reasonsUnder(rate(Integer.MAX_VALUE), records).stream()
        .filter(one -> one.code() == Code.OFF_SCHEDULE)
        .mapToDouble(Reason::value)
        .findFirst()
        .orElse(Double.NaN);
  }
}
