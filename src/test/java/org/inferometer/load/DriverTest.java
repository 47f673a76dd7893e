package org.inferometer.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.inferometer.load.Driver.Outcome;
import org.inferometer.machine.Clock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DriverTest {
  private static final long MILLI = 1_000_000;
  private static final long PATIENCE = 30_000 * MILLI;
  private static final int NO_CAP = Integer.MAX_VALUE;

  private final ScheduledExecutorService server = Executors.newScheduledThreadPool(2);

  @AfterEach
  void stop() {
    Thread.interrupted();
    server.shutdownNow();
  }

  private record Start(int index, long scheduled, long at) {}

  /** A server that answers each request after so long, and notes when each was started. */
  private final class Answering implements Driver.Starter {
    final Queue<Start> starts = new ConcurrentLinkedQueue<>();
    final List<Integer> givenUp = new ArrayList<>();
    final AtomicInteger busy = new AtomicInteger();
    final AtomicInteger busiest = new AtomicInteger();
    private final long nanos;

    Answering(long nanos) {
      this.nanos = nanos;
    }

    @Override
    public void start(int index, long scheduled, Runnable ended) {
      starts.add(new Start(index, scheduled, Clock.nanos()));
      busiest.accumulateAndGet(busy.incrementAndGet(), Math::max);
      Runnable end =
          () -> {
            busy.decrementAndGet();
            ended.run();
          };
      if (nanos == 0) {
        end.run();
      } else if (nanos > 0) {
        server.schedule(end, nanos, TimeUnit.NANOSECONDS);
      }
    }

    @Override
    public void giveUp(int index, long scheduled) {
      givenUp.add(index);
    }

    /** How late the start was that was the least late, in nanoseconds. */
    long mostPrompt() {
      return starts.stream().mapToLong(one -> one.at - one.scheduled).min().orElseThrow();
    }

    List<Long> distances() {
      List<Start> all = List.copyOf(starts);
      return all.stream().map(one -> one.scheduled - all.get(0).scheduled).toList();
    }
  }

  private static Arrivals at(long... millis) {
    AtomicInteger next = new AtomicInteger();
    return () -> next.get() < millis.length ? millis[next.getAndIncrement()] * MILLI : Arrivals.END;
  }

  @Test
  void startsEveryRequestOfAScheduleAndNoneEarly() throws InterruptedException {
    Answering server = new Answering(5 * MILLI);

    Outcome outcome = new Driver(server).open(at(0, 3, 3, 4, 20), NO_CAP, PATIENCE);

    assertThat(outcome).isEqualTo(new Outcome(5, 0, 0, 0));
    assertThat(server.starts).allMatch(one -> one.at >= one.scheduled);
    assertThat(server.starts).extracting(Start::index).containsExactly(0, 1, 2, 3, 4);
    assertThat(server.distances()).containsExactly(0L, 3 * MILLI, 3 * MILLI, 4 * MILLI, 20 * MILLI);
  }

  @Test
  void twoServersAreAskedAtTheSameTimesHoweverSlowOneIs() throws InterruptedException {
    Answering fast = new Answering(0);
    Answering slow = new Answering(50 * MILLI);

    new Driver(fast).open(at(0, 2, 7, 9), NO_CAP, PATIENCE);
    new Driver(slow).open(at(0, 2, 7, 9), NO_CAP, PATIENCE);

    assertThat(fast.distances()).isEqualTo(slow.distances());
  }

  @Test
  void aCapHoldsRequestsBackInOrderAndCountsThem() throws InterruptedException {
    Answering server = new Answering(300 * MILLI);

    Outcome outcome = new Driver(server).open(at(0, 0, 1, 1, 1, 1500), 2, PATIENCE);

    assertThat(outcome).isEqualTo(new Outcome(6, 3, 0, 0));
    assertThat(server.busiest).hasValue(2);
    assertThat(server.starts).extracting(Start::index).containsExactly(0, 1, 2, 3, 4, 5);
    assertThat(server.distances()).containsExactly(0L, 0L, MILLI, MILLI, MILLI, 1500 * MILLI);
  }

  @Test
  void whatWasHeldBackHasAsMuchTimeForItsAnswerAsAllOthers() throws InterruptedException {
    long patience = 2000 * MILLI;
    Answering server = new Answering(1200 * MILLI);

    Outcome outcome = new Driver(server).open(at(0, 0), 1, patience);

    assertThat(outcome)
        .as("the second ends 2.4 s after its time")
        .isEqualTo(new Outcome(2, 1, 0, 0));
  }

  @Test
  void whatCannotBeStartedInTimeIsGivenUpAndWhatDoesNotEndIsOpen() throws InterruptedException {
    Answering silent = new Answering(-1);

    Outcome outcome = new Driver(silent).open(at(0, 0, 1, 2), 2, 50 * MILLI);

    assertThat(outcome).isEqualTo(new Outcome(2, 2, 2, 2));
    assertThat(silent.givenUp).containsExactly(2, 3);
  }

  @ParameterizedTest(name = "answers after {0} ns")
  @ValueSource(longs = {0, 2_000_000})
  void slotsAreFilledUntilTheirRoundsAreOver(long nanos) throws InterruptedException {
    Answering server = new Answering(nanos);

    new Driver(server).slots(3, 2000 / (nanos == 0 ? 1 : 400), MILLI);

    int all = nanos == 0 ? 6000 : 15;
    assertThat(server.busiest.get()).isLessThanOrEqualTo(3);
    assertThat(server.starts)
        .extracting(Start::index)
        .containsExactlyInAnyOrderElementsOf(IntStream.range(0, all).boxed().toList());
    assertThat(server.starts).allMatch(one -> one.at >= one.scheduled);
  }

  @Test
  void slotsInStepStartTogether() throws InterruptedException {
    Answering server = new Answering(MILLI);

    new Driver(server).slots(4, 1, 0);

    assertThat(server.distances()).containsOnly(0L);
  }

  @Test
  void slotsThatAreApartStartSoFarApartAndNoneEarlier() throws InterruptedException {
    for (boolean threads : new boolean[] {false, true}) {
      Answering server = new Answering(MILLI);
      long now = Clock.nanos();
      if (threads) {
        new Driver(server).threads(4, 1, 3 * MILLI);
      } else {
        new Driver(server).slots(4, 1, 3 * MILLI);
      }

      List<Start> all = new ArrayList<>(server.starts);
      all.sort(Comparator.comparingInt(Start::index));
      assertThat(all)
          .extracting(one -> one.scheduled - all.get(0).scheduled)
          .containsExactly(0L, 3 * MILLI, 6 * MILLI, 9 * MILLI);
      assertThat(all).allMatch(one -> one.at >= one.scheduled && one.scheduled > now);
    }
  }

  @Test
  void threadsFillTheirSlots() throws InterruptedException {
    Answering server = new Answering(MILLI);

    new Driver(server).threads(3, 4, MILLI);

    assertThat(server.busiest.get()).isLessThanOrEqualTo(3);
    assertThat(server.starts)
        .extracting(Start::index)
        .containsExactlyInAnyOrderElementsOf(IntStream.range(0, 12).boxed().toList());
  }

  @Test
  void usersComeAtTheirTimesAndAskAgainWhenTheyHaveThought() throws InterruptedException {
    Answering server = new Answering(5 * MILLI);

    new Driver(server)
        .users(3, user -> user * 20 * MILLI, user -> 30 * MILLI, at -> at <= 150 * MILLI);

    List<Start> starts = List.copyOf(server.starts);
    long begin = starts.get(0).scheduled;
    for (int user = 0; user < 3; user++) {
      List<Start> own = of(starts, user);
      assertThat(own.get(0).scheduled - begin).isEqualTo(user * 20 * MILLI);
      assertThat(own).hasSizeBetween(2, 5);
      for (int i = 1; i < own.size(); i++) {
        assertThat(own.get(i).scheduled - own.get(i - 1).at).isGreaterThanOrEqualTo(35 * MILLI);
      }
    }
    assertThat(starts).allMatch(one -> one.at >= one.scheduled);
    assertThat(starts).allMatch(one -> one.scheduled - begin <= 150 * MILLI);
    assertThat(server.busiest.get()).isLessThanOrEqualTo(3);
    assertThat(server.busy.get()).isZero();
  }

  private static List<Start> of(List<Start> starts, int user) {
    return starts.stream().filter(one -> one.index % 3 == user).toList();
  }

  @Test
  void usersKeepTheLoadUpForAsLongAsTheyAreToldTo() throws InterruptedException {
    Answering server = new Answering(0);
    AtomicInteger asked = new AtomicInteger();

    new Driver(server).users(2, user -> 0, user -> MILLI, at -> asked.incrementAndGet() < 1000);

    assertThat(server.starts.size()).isGreaterThan(100);
    assertThat(server.busy.get()).isZero();
  }

  @Test
  void theLastAnswersAreNotMissedWhenTheyComeTogether() {
    assertTimeoutPreemptively(
        Duration.ofSeconds(60),
        () -> {
          for (int round = 0; round < 500; round++) {
            AtomicInteger ending = new AtomicInteger();
            Driver.Starter together =
                (index, scheduled, ended) ->
                    server.execute(
                        () -> {
                          long until = Clock.nanos() + MILLI / 20;
                          ending.incrementAndGet();
                          while (ending.get() < 4 && Clock.nanos() < until) {
                            Thread.onSpinWait();
                          }
                          ended.run();
                        });
            new Driver(together).users(4, user -> 0, user -> 0, at -> at == 0);
          }
        });
  }

  @Test
  void usersWhoWouldAskTooLateAreNotWaitedFor() throws InterruptedException {
    Answering server = new Answering(MILLI);
    long before = Clock.nanos();

    new Driver(server).users(4, user -> 0, user -> 3_600_000 * MILLI, at -> at <= MILLI);

    assertThat(server.starts).hasSize(4);
    assertThat(Clock.nanos() - before).isLessThan(60_000 * MILLI);
  }

  @Test
  void theLoadBeginsWhenItIsReleased() throws InterruptedException {
    long begin = Clock.nanos() + 5 * MILLI;
    Answering scheduled = new Answering(0);
    Answering asked = new Answering(0);

    new Driver(scheduled, () -> begin).open(at(0, 3), NO_CAP, PATIENCE);
    new Driver(asked, () -> begin).users(2, user -> user * MILLI, user -> 0, at -> at <= MILLI);

    assertThat(scheduled.starts)
        .extracting(Start::scheduled)
        .containsExactly(begin, begin + 3 * MILLI);
    assertThat(asked.starts).extracting(Start::scheduled).contains(begin, begin + MILLI);
  }

  /** Others hold some starts up, but not each of a hundred. */
  @Test
  void aStartIsAtItsTimeWhereNobodyHoldsTheProcessor() throws InterruptedException {
    Answering scheduled = new Answering(0);
    Answering asked = new Answering(0);
    Answering apart = new Answering(0);
    new Driver(scheduled)
        .open(at(LongStream.range(0, 100).map(i -> 2 * i).toArray()), NO_CAP, PATIENCE);
    new Driver(asked).users(1, user -> 0, user -> 2 * MILLI, at -> at <= 300 * MILLI);
    new Driver(apart).slots(100, 1, 2 * MILLI);

    assertThat(List.of(scheduled, asked, apart)).allMatch(one -> one.mostPrompt() < MILLI / 25);
  }

  @Test
  void theFirstStartIsAtItsTimeToo() throws InterruptedException {
    Answering scheduled = new Answering(0);
    Answering slots = new Answering(0);
    Answering threads = new Answering(0);
    for (int i = 0; i < 50; i++) {
      new Driver(scheduled).open(at(0), NO_CAP, PATIENCE);
      new Driver(slots).slots(1, 1, 0);
      new Driver(threads).threads(1, 1, 0);
    }

    assertThat(List.of(scheduled, slots, threads))
        .allMatch(one -> one.starts.stream().allMatch(start -> start.at >= start.scheduled))
        .allMatch(one -> one.mostPrompt() < MILLI / 25);
  }

  @Test
  void whoWaitsTakesNoProcessorFromTheServers() throws Throwable {
    long pause = 300 * MILLI;
    Executable[] waits = {
      () -> new Driver(new Answering(0)).open(at(0, 300), NO_CAP, PATIENCE),
      () -> new Driver(new Answering(pause)).open(at(0), NO_CAP, PATIENCE),
      () -> new Driver(new Answering(pause)).open(at(0, 0), 1, PATIENCE),
      () ->
          new Driver(new Answering(0))
              .users(1, user -> 0, user -> pause, at -> at <= 3 * pause / 2),
      () -> new Driver(new Answering(pause)).users(1, user -> 0, user -> 0, at -> at == 0),
      () -> new Driver(new Answering(0)).slots(2, 1, pause)
    };
    new Driver(new Answering(0)).open(at(0), NO_CAP, PATIENCE);
    for (int i = 0; i < waits.length; i++) {
      long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
      waits[i].execute();
      long used = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before;

      assertThat(used).as("processor time of wait %d", i).isLessThan(pause / 5);
    }
  }

  @Test
  void whoWaitsCanBeInterrupted() {
    Driver.Starter interrupted = (index, scheduled, ended) -> Thread.currentThread().interrupt();
    Driver.Starter answered =
        (index, scheduled, ended) -> {
          ended.run();
          Thread.currentThread().interrupt();
        };
    List<ThrowingCallable> waits =
        List.of(
            () -> new Driver(answered).open(at(0, 1000), NO_CAP, PATIENCE),
            () -> new Driver(interrupted).open(at(0), NO_CAP, 1000 * MILLI),
            () ->
                new Driver(answered)
                    .users(1, user -> 0, user -> 1000 * MILLI, at -> at <= 1500 * MILLI));

    assertThat(waits)
        .allSatisfy(one -> assertThatThrownBy(one).isInstanceOf(InterruptedException.class));
  }

  @Test
  void aRequestWithoutEndKeepsNoProgramFromEnding() throws InterruptedException {
    List<Boolean> daemons = new ArrayList<>();
    Driver.Starter noting =
        (index, scheduled, ended) -> {
          daemons.add(Thread.currentThread().isDaemon());
          ended.run();
        };

    new Driver(noting).threads(1, 2, 0);

    assertThat(daemons).containsExactly(true, true);
  }
}
