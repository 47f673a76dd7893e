package org.inferometer.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.inferometer.record.RequestRecord;
import org.inferometer.result.PointLog.Tenant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How tenants that asked at the same time went, as it is told and kept. */
class PointLogTest {
  private static final long MILLI = 1_000_000;

  @TempDir private Path folder;

  private static Tenant asked(String tenant, Long lateMillis) {
    return new Tenant(tenant, "t", lateMillis == null ? null : lateMillis * MILLI, null, null);
  }

  private static Tenant left(String tenant, long millis) {
    return new Tenant(tenant, "t", 0L, millis * MILLI, "killed");
  }

  private static PointLog point(int repeat, Tenant... tenants) {
    return new PointLog(repeat, 1000 * MILLI, 1500 * MILLI, 4000 * MILLI, List.of(tenants));
  }

  @Test
  void theSkewIsFromTheFirstTenantThatStartedToTheLast() {
    PointLog point = point(1, asked("a", 8L), asked("b", null), asked("c", 2L));

    assertThat(point.skew()).isCloseTo(6, within(1e-9));
    assertThat(point(1, asked("a", null)).skew()).as("nobody started").isZero();
    assertThat(point(1, asked("a", 0L), asked("b", 5L)).sentences()).as("the limit").isEmpty();
  }

  @Test
  void whatIsDueUntilTheFirstTenantLeavesIsMeasured() {
    PointLog point = point(1, asked("a", 0L), left("b", 2000), left("c", 3000));

    assertThat(point.until()).isEqualTo(2000 * MILLI);
    assertThat(point.isMeasured(dueAt(2000))).isTrue();
    assertThat(point.isMeasured(dueAt(2001))).isFalse();
    assertThat(point(1, asked("a", 0L)).isMeasured(dueAt(9000))).as("all stayed").isTrue();
  }

  private static RequestRecord dueAt(long millis) {
    return HandMade.ok(1, millis + 1, millis + 2);
  }

  @Test
  void itIsOfOneRepeatOfOneTrialOfEachTenant() {
    PointLog point = point(2, asked("a", 0L), new Tenant("b", "other", 0L, null, null));

    assertThat(point.isOf("a", "t", 2)).isTrue();
    assertThat(point.isOf("b", "other", 2)).isTrue();
    assertThat(point.isOf("a", "t", 1)).as("another repeat").isFalse();
    assertThat(point.isOf("a", "other", 2)).as("its neighbour's trial").isFalse();
    assertThat(point.isOf("c", "t", 2)).as("who did not ask").isFalse();
  }

  @Test
  void whoLeftIsToldWhereOthersStayedAndWhatElseHasToBe() {
    Tenant remark = new Tenant("b", "t", 0L, null, "2 requests did not end");

    assertThat(point(1, asked("a", 0L), left("b", 3500)).sentences())
        .containsExactly(
            "b asked no more 2.5 s after the release (killed): only what was asked before is"
                + " measured");
    Tenant done = new Tenant("a", "t", 0L, left("a", 3500).left(), null);
    assertThat(point(1, done).sentences()).as("alone it has asked all of its requests").isEmpty();
    assertThat(point(1, left("a", 3500)).sentences())
        .as("alone, and killed")
        .containsExactly(
            "a asked no more 2.5 s after the release (killed): only what was asked before is"
                + " measured");
    assertThat(point(1, asked("a", 0L), remark).sentences())
        .containsExactly("b: 2 requests did not end");
  }

  @Test
  void ofAPointThatWasMeasuredAgainTheLastCounts() throws IOException {
    Path file = folder.resolve("tenants.jsonl");
    PointLog other = point(1, asked("a", 0L), asked("c", 0L));
    point(1, left("a", 1), asked("b", 0L)).append(file);
    point(2, left("a", 2), asked("b", 0L)).append(file);
    other.append(file);
    Files.writeString(file, "{\"repeat\":", StandardOpenOption.APPEND);
    Files.writeString(file, "\n", StandardOpenOption.APPEND);
    PointLog again = point(1, asked("a", 0L), asked("b", 0L));
    again.append(file);
    List<String> problems = new ArrayList<>();

    assertThat(PointLog.read(file, problems::add))
        .containsExactly(point(2, left("a", 2), asked("b", 0L)), other, again);
    assertThat(problems).containsExactly(file + ":4 is damaged and left out");
    assertThat(PointLog.of(file, "b", "t", 1)).contains(again);
    assertThat(PointLog.of(file, "b", "t", 2)).map(PointLog::repeat).contains(2);
    assertThat(PointLog.of(file, "b", "t", 3)).isEmpty();
  }

  @Test
  void aFileThatCannotBeReadIsToldAndOneThatIsNotThereSaysNothing() throws IOException {
    Path unreadable = Files.createDirectory(folder.resolve("tenants.jsonl"));
    List<String> problems = new ArrayList<>();

    assertThat(PointLog.read(unreadable, problems::add)).isEmpty();
    assertThat(problems).singleElement().asString().startsWith("cannot read " + unreadable);
    assertThat(PointLog.read(folder.resolve("none.jsonl"), PointLogTest::fail)).isEmpty();
  }

  private static void fail(String problem) {
    throw new AssertionError(problem);
  }
}
