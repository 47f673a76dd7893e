package org.inferometer.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.inferometer.dataset.Generation;
import org.inferometer.dataset.Prompt;
import org.inferometer.dataset.PromptSequence;
import org.inferometer.load.Part;
import org.inferometer.load.Think;
import org.inferometer.load.User;
import org.inferometer.load.Users;
import org.inferometer.record.Labels;
import org.inferometer.record.Mode;
import org.inferometer.record.Outcome;
import org.inferometer.record.Phase;
import org.inferometer.record.RecordReader;
import org.inferometer.record.RequestRecord;
import org.inferometer.run.Cell;
import org.inferometer.standard.ExactScheduleServer;
import org.inferometer.standard.ServedRequest;
import org.inferometer.wire.Api;
import org.inferometer.wire.Deadlines;
import org.inferometer.wire.Endpoint;
import org.inferometer.wire.Protocols;
import org.inferometer.wire.Transport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Users over real sockets: eight who come within 350 ms and stay for 1.5 s. */
class UserLoopTest {
  private static final int NUMBER = 8;
  private static final long MILLI = 1_000_000;
  private static final Think THINK =
      new Think.Uniform(Duration.ofMillis(20), Duration.ofMillis(60));
  private static final String FAST_ONE = "quick/chat";
  private static final String SLOW_ONE = "slow/chat";
  private static final Map<String, Integer> MIX = new TreeMap<>(Map.of("chat", 3, "qa", 1));
  private static final Users USERS = new Users(NUMBER, 20, THINK, Duration.ofMillis(1500), MIX);
  private static final String FAST = "ttft=5ms,itl=1ms,tokens=3";
  private static final String SLOW = "ttft=40ms,itl=1ms,tokens=3";

  /** Nobody gets to ask more than three times while all are there, however busy the machine is. */
  private static final String SLOWER = "ttft=500ms,itl=1ms,tokens=3";

  @TempDir private Path folder;
  private int runs;

  @AfterEach
  void forget() {
    Recorder.shared().drain();
  }

  @Test
  void usersComeOneByOneAndNeverAskBeforeTheyHaveThought() throws Exception {
    List<RequestRecord> all = run(FAST, USERS);

    assertThat(all).extracting(RequestRecord::outcome).containsOnly(Outcome.OK);
    assertThat(all).extracting(RequestRecord::connectNanos).containsOnlyNulls();
    long begin = all.get(0).scheduled();
    Map<Integer, List<RequestRecord>> byUser = byUser(all);
    assertThat(byUser).hasSize(NUMBER);
    byUser.forEach(
        (user, own) -> {
          assertThat(own.get(0).scheduled() - begin).isEqualTo(USERS.spawnNanos(user));
          for (int i = 1; i < own.size(); i++) {
            RequestRecord before = own.get(i - 1);
            long thought = own.get(i).scheduled() - before.closed();
            assertThat(thought).isGreaterThanOrEqualTo(20 * MILLI);
            assertThat(own.get(i).started()).isGreaterThanOrEqualTo(own.get(i).scheduled());
          }
        });
  }

  @Test
  void theServerNeverHasMoreOfThemThanHaveCome() throws Exception {
    List<ServedRequest> served = new ArrayList<>();
    List<RequestRecord> all = run(SLOW, USERS, served);

    long begin = all.get(0).scheduled();
    assertThat(served).hasSameSizeAs(all);
    for (RequestRecord one : all) {
      long come =
          IntStream.range(0, NUMBER)
              .filter(user -> begin + USERS.spawnNanos(user) <= one.started())
              .count();
      long there =
          all.stream()
              .filter(other -> other.started() <= one.started() && other.closed() > one.started())
              .count();
      assertThat(there).isLessThanOrEqualTo(come);
    }
    assertThat(all).extracting(RequestRecord::inFlight).allMatch(there -> there <= NUMBER);
  }

  @Test
  void whatBeginsWhileAllAreThereIsMeasuredAndTheRestKeepsTheLoadUp() throws Exception {
    List<RequestRecord> all = run(SLOW, USERS);

    long begin = all.get(0).scheduled();
    assertThat(all)
        .allMatch(
            one ->
                (one.phase() == Phase.MEASURED) == USERS.measures(one.scheduled() - begin)
                    && one.phase() != Phase.WARMUP);
    assertThat(all).extracting(RequestRecord::phase).contains(Phase.EDGE, Phase.MEASURED);
    long last =
        all.stream()
            .filter(one -> one.phase() == Phase.MEASURED)
            .mapToLong(RequestRecord::closed)
            .max()
            .orElseThrow();
    assertThat(all)
        .as("nobody asks when nothing is measured any more")
        .allMatch(one -> one.scheduled() <= last);
  }

  @Test
  void everyStackIsAskedTheSameByEachUserHoweverFastItIs() throws Exception {
    Map<Integer, List<RequestRecord>> fast = byUser(measured(run(FAST, USERS)));
    Map<Integer, List<RequestRecord>> slow = byUser(measured(run(SLOWER, USERS)));

    for (int user = 0; user < NUMBER; user++) {
      List<List<Object>> less = asked(slow.get(user));
      assertThat(asked(fast.get(user))).hasSizeGreaterThan(less.size()).startsWith(first(less));
    }
  }

  @Test
  void eachUserDrawsTasksAndThinkTimesAsTheSeedSays() throws Exception {
    List<RequestRecord> all = measured(run(FAST, USERS));

    long seed = cell(URI.create("http://127.0.0.1:1"), USERS, "model", "chat").scheduleSeed();
    byUser(all)
        .forEach(
            (number, own) -> {
              User user = USERS.user(seed, number);
              for (int i = 0; i < own.size(); i++) {
                assertThat(own.get(i).task()).isEqualTo(user.nextTask());
                assertThat(own.get(i).prompt()).startsWith(own.get(i).task());
              }
              for (int i = 1; i < own.size(); i++) {
                // The user hears of the end a little after it was read.
                long think = user.nextThink();
                assertThat(own.get(i).scheduled() - own.get(i - 1).closed())
                    .isGreaterThanOrEqualTo(think);
              }
            });
    assertThat(all).extracting(RequestRecord::place).doesNotHaveDuplicates();
    assertThat(all).extracting(RequestRecord::id).doesNotHaveDuplicates();
  }

  @Test
  void eachModelOfAMixIsAskedForByTheNameThatItIsServedBy() throws Exception {
    Users load =
        new Users(NUMBER, 20, THINK, Duration.ofMillis(1500), Map.of(FAST_ONE, 3, SLOW_ONE, 1));
    List<RequestRecord> all = measured(run(FAST, load));

    assertThat(all).extracting(RequestRecord::outcome).containsOnly(Outcome.OK);
    assertThat(all).extracting(RequestRecord::model).contains("quick", "slow");
    assertThat(all)
        .as("the server answers as the name that it was asked for says")
        .allMatch(
            one ->
                one.closed() - one.started() >= (one.model().equals("slow") ? 42 : 7) * MILLI
                    && one.task().equals("chat"));
    assertThat(shortest(all, "quick")).isLessThan(shortest(all, "slow"));
    long seed = cell(URI.create("http://127.0.0.1:1"), load, "quick", "chat").scheduleSeed();
    byUser(all)
        .forEach(
            (number, own) -> {
              User user = load.user(seed, number);
              own.forEach(
                  one ->
                      assertThat(new Part(one.model(), one.task())).hasToString(user.nextTask()));
            });
    assertThat(all).extracting(RequestRecord::id).doesNotHaveDuplicates();
  }

  @Test
  void aStackThatOnlyFailsIsNotAskedForTheWholeTime() throws Exception {
    Users hurried = new Users(2, 100, Think.NONE, Duration.ofSeconds(30), null);
    int nobody;
    try (java.net.ServerSocket taken = new java.net.ServerSocket(0)) {
      nobody = taken.getLocalPort();
    }
    ExactScheduleServer server = ExactScheduleServer.start(nobody, "fault=status,status=503");
    try (server) {
      org.assertj.core.api.Assertions.assertThatExceptionOfType(Recorder.HopelessTrial.class)
          .isThrownBy(() -> run(server.uri(), hurried));
    }
  }

  private static long shortest(List<RequestRecord> all, String model) {
    return all.stream()
        .filter(one -> one.model().equals(model))
        .mapToLong(one -> one.closed() - one.started())
        .min()
        .orElseThrow();
  }

  private static List<RequestRecord> measured(List<RequestRecord> all) {
    return all.stream().filter(one -> one.phase() == Phase.MEASURED).toList();
  }

  private static Map<Integer, List<RequestRecord>> byUser(List<RequestRecord> all) {
    return all.stream()
        .collect(
            Collectors.groupingBy(RequestRecord::thread, LinkedHashMap::new, Collectors.toList()));
  }

  private static List<List<Object>> asked(List<RequestRecord> own) {
    return own.stream().map(one -> List.<Object>of(one.task(), one.place(), one.prompt())).toList();
  }

  @SuppressWarnings("unchecked")
  private static List<Object>[] first(List<List<Object>> all) {
    return all.toArray(List[]::new);
  }

  private List<RequestRecord> run(String knobs, Users load) throws Exception {
    return run(knobs, load, new ArrayList<>());
  }

  private List<RequestRecord> run(String knobs, Users load, List<ServedRequest> served)
      throws Exception {
    try (ExactScheduleServer server = ExactScheduleServer.start(0, knobs)) {
      List<RequestRecord> all = run(server.uri(), load);
      // The server logs an answer a moment after its client has it.
      while (served.addAll(server.log().drain()) | served.size() < all.size()) {
        Thread.sleep(1);
      }
      return all;
    }
  }

  /** In the order in which they were due. */
  private List<RequestRecord> run(URI server, Users load) throws InterruptedException {
    Path records = folder.resolve(runs++ + ".jsonl");
    List<Part> parts =
        load.mix().isEmpty() ? List.of(new Part("model", "chat")) : load.parts("model");
    Target target = new Target();
    target.open(
        new TrialFork(
            parts.stream().map(one -> cell(server, load, one.model(), one.task())).toList(),
            records,
            null,
            null),
        1);
    UserLoop loop = new UserLoop();
    loop.prepare(target);
    try {
      loop.run();
    } finally {
      loop.end();
    }
    List<RequestRecord> all = new ArrayList<>();
    RecordReader.read(
        records,
        all::add,
        problem -> {
          throw new IllegalStateException(problem);
        });
    all.sort(Comparator.comparing(RequestRecord::scheduled));
    return all;
  }

  /** Chat and qa are asked at different endpoints, of prompts of their own. */
  private static Cell cell(URI server, Users load, String model, String task) {
    Api api = task.equals("chat") ? Api.CHAT : Api.COMPLETIONS;
    List<Prompt> prompts =
        IntStream.range(0, 10)
            .mapToObj(i -> new Prompt(task + i, task + " number " + i, null))
            .toList();
    return new Cell(
        new Endpoint(server, api, Protocols.spoken("openai"), served(model), null),
        Transport.SOCKETS,
        Deadlines.defaults(),
        prompts,
        PromptSequence.Renewal.NONCE,
        "run",
        1,
        new Generation(0.0, null, null, 3, null, null, null),
        load,
        null,
        Duration.ZERO,
        new Labels(
            "stack", model, task, Mode.STREAM, load.label(), "trial", 1, null, null, null, null));
  }

  /** By its name the server knows how fast it is to answer. */
  private static String served(String model) {
    return model.equals("slow") ? SLOW : model.equals("quick") ? FAST : "exact";
  }
}
