package org.inferometer.standard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Times in nanoseconds, by a clock that the tests move. */
final class ServiceTest {
  private static final long ORIGIN = 1_000_000_000_000L;

  private final List<Connection> begun = new ArrayList<>();

  @Test
  void servesEachAsIfItWereAloneUnlessItsCapacityIsLimited() {
    Service service = service("");

    Connection first = arriving(service, 10, 100);
    Connection second = arriving(service, 20, 100);

    assertThat(begun).containsExactly(first, second);
    assertThat(begunAt(first)).isEqualTo(10);
    assertThat(begunAt(second)).isEqualTo(20);
    assertThat(endAt(service, second)).isEqualTo(120);
  }

  @Test
  void servesTheNextFromTheEndOfTheOneBeforeHoweverLateItLooks() {
    Service service = service("slots=1");
    Connection first = arriving(service, 0, 100);
    Connection second = arriving(service, 1, 100);
    Connection third = arriving(service, 2, 100);

    service.advance(ORIGIN + 1_000);

    assertThat(begun).containsExactly(first, second, third);
    assertThat(begunAt(second)).isEqualTo(100);
    assertThat(begunAt(third)).isEqualTo(200);
  }

  @Test
  void servesAsManySideBySideAsItHasSlots() {
    Service service = service("slots=2");
    arriving(service, 0, 100);
    arriving(service, 0, 50);
    Connection third = arriving(service, 0, 100);
    Connection fourth = arriving(service, 0, 100);

    service.advance(ORIGIN + 1_000);

    assertThat(begunAt(third)).isEqualTo(50);
    assertThat(begunAt(fourth)).isEqualTo(100);
  }

  @Test
  void thoseWhoShareAProcessorTakeAsManyTimesAsLong() {
    Service service = service("sharing=processor");
    Connection first = arriving(service, 0, 100);
    assertThat(endAt(service, first)).isEqualTo(100);

    Connection second = arriving(service, 40, 100);
    assertThat(endAt(service, first)).isEqualTo(160);

    Connection third = arriving(service, 100, 10);
    assertThat(endAt(service, third)).isEqualTo(130);

    service.advance(ORIGIN + 130);
    assertThat(endAt(service, first)).isEqualTo(170);
    service.advance(ORIGIN + 170);
    assertThat(endAt(service, second)).isEqualTo(210);
  }

  @Test
  void aPlaceGivenUpIsTakenByTheNextAndOneInTheQueueByNobody() {
    Service service = service("slots=1");
    Connection first = arriving(service, 0, 100);
    Connection second = arriving(service, 0, 100);
    Connection third = arriving(service, 0, 100);

    service.abandon(second, ORIGIN + 10);
    assertThat(begun).containsExactly(first);

    service.abandon(first, ORIGIN + 30);
    assertThat(begun).containsExactly(first, third);
    assertThat(begunAt(third)).isEqualTo(30);
  }

  @Test
  void whatIsGivenUpNoLongerSharesTheProcessor() {
    Service service = service("sharing=processor");
    Connection first = arriving(service, 0, 100);
    Connection second = arriving(service, 0, 100);

    service.abandon(first, ORIGIN + 100);

    assertThat(endAt(service, second)).isEqualTo(150);
  }

  @Test
  void anAnswerThatNeverEndsKeepsItsPlace() {
    Service service = service("slots=1");
    arriving(service, 0, Step.NEVER);
    Connection second = arriving(service, 0, 100);

    service.advance(ORIGIN + Long.MAX_VALUE / 8);

    assertThat(service.nextEnd()).isEqualTo(Long.MAX_VALUE);
    assertThat(begun).doesNotContain(second);
  }

  @Test
  void whatIsNotServedNeitherWaitsNorTakesAShare() {
    Service service = service("slots=1,sharing=processor");
    Connection first = arriving(service, 0, 100);
    Connection health = connection(0);

    service.pass(health, ORIGIN + 10);

    assertThat(begunAt(health)).isEqualTo(10);
    assertThat(endAt(service, first)).isEqualTo(100);
  }

  /** The known answer that a throughput can be held against. */
  @ParameterizedTest
  @ValueSource(strings = {"slots=1", "sharing=processor", "slots=8,sharing=processor"})
  void aServerThatAlwaysHasSomethingToDoLosesNoTime(String knobs) {
    Service service = service(knobs);
    SplittableRandom sizes = new SplittableRandom(1);
    long work = 0;
    for (int i = 0; i < 2_000; i++) {
      long size = sizes.nextLong(50_000, 150_000);
      arriving(service, i < 16 ? 0 : service.nextEnd() + 3 - ORIGIN, size);
      work += size;
    }
    long last = 0;
    while (service.nextEnd() < Long.MAX_VALUE) {
      last = service.nextEnd() - ORIGIN;
      service.advance(service.nextEnd());
    }
    assertThat(begun).hasSize(2_000);
    assertThat(last).isCloseTo(work, withinPercentage(0.001));
  }

  @Test
  void refusesSlotsThatServeNobodyAndLeavesThemToTheServer() {
    assertThatThrownBy(() -> new AnswerScripts("slots=0"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("slots must be 1 or more; found 0");
    assertThatThrownBy(() -> new AnswerScripts("sharing=disk"))
        .hasMessageContaining("sharing=disk is not one of [none, processor]");
    assertThatThrownBy(() -> new AnswerScripts("slot=2")).hasMessageContaining("slots");
    assertThatThrownBy(() -> Answer.parse("slots=2")).hasMessageContaining("unknown: [slots]");
  }

  private Service service(String knobs) {
    return new Service(new AnswerScripts(knobs).capacity(), ORIGIN, begun::add);
  }

  private static Connection arriving(Service service, long at, long work) {
    Connection connection = connection(work);
    service.arrive(connection, ORIGIN + at);
    return connection;
  }

  private static Connection connection(long work) {
    Connection connection = new Connection(null, null);
    connection.take("id", ORIGIN, 1, new Script(List.of(new Step.Wait(work))));
    return connection;
  }

  private static long begunAt(Connection connection) {
    return connection.close(0).begun() - ORIGIN;
  }

  private static long endAt(Service service, Connection connection) {
    return service.timeOf(connection.end()) - ORIGIN;
  }
}
