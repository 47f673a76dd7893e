package org.inferometer.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.inferometer.dataset.Conversation;
import org.inferometer.dataset.Conversation.History;
import org.inferometer.dataset.Generation;
import org.inferometer.dataset.Prompt;
import org.inferometer.dataset.PromptSequence;
import org.inferometer.dataset.Prompts;
import org.inferometer.load.Closed;
import org.inferometer.load.Gaps;
import org.inferometer.load.Load;
import org.inferometer.load.Open;
import org.inferometer.load.Rate;
import org.inferometer.load.Think;
import org.inferometer.load.Users;
import org.inferometer.record.Labels;
import org.inferometer.record.Mode;
import org.inferometer.record.Outcome;
import org.inferometer.record.Phase;
import org.inferometer.record.RecordReader;
import org.inferometer.record.RequestRecord;
import org.inferometer.run.Cell;
import org.inferometer.scenario.Talk;
import org.inferometer.wire.Api;
import org.inferometer.wire.Deadlines;
import org.inferometer.wire.Endpoint;
import org.inferometer.wire.Protocols;
import org.inferometer.wire.Transport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.openjdk.jmh.infra.Control;
import org.openjdk.jmh.runner.IterationType;

/** Conversations of three turns under each kind of load, seen from the server and the records. */
@Timeout(60)
class ConversationsTest {
  private static final Think THINK = new Think.Constant(Duration.ofMillis(30));
  private static final long THINK_NANOS = 30_000_000;
  private static final Duration ONE = Duration.ofSeconds(1);

  @TempDir private Path folder;
  private TalkingServer server;

  @BeforeEach
  void start() throws IOException {
    server = TalkingServer.start();
  }

  @AfterEach
  void stop() {
    server.close();
    Recorder.shared().drain();
  }

  @ParameterizedTest
  @EnumSource(History.class)
  void aSlotAsksOneConversationTurnByTurn(History history) throws Exception {
    List<RequestRecord> all = closed(history, Mode.STREAM, 9);

    List<RequestRecord> measured =
        all.stream().filter(one -> one.phase() == Phase.MEASURED).toList();
    assertThat(measured).extracting(RequestRecord::turn).containsExactly(1, 2, 3, 1, 2, 3, 1, 2, 3);
    assertThat(measured)
        .extracting(RequestRecord::place)
        .containsExactly(0L, 0L, 0L, 1L, 1L, 1L, 2L, 2L, 2L);
    assertThat(measured).extracting(RequestRecord::id).doesNotHaveDuplicates();
    assertThatEachTurnSeesWhatWasSaid(all, history);
    for (int i = 1; i < all.size(); i++) {
      assertThat(all.get(i).scheduled())
          .as("what lies between two turns is the client's, and counts as its delay")
          .isEqualTo(all.get(i - 1).closed());
    }
  }

  @Test
  void anAnswerThatIsNoStreamIsHeardToo() throws Exception {
    assertThatEachTurnSeesWhatWasSaid(closed(History.GIVEN, Mode.SYNC, 6), History.GIVEN);
  }

  @Test
  void aTurnThatFailsEndsItsConversationAndTheNextOneBegins() throws Exception {
    List<Prompt> failing = prompts("fail");
    List<RequestRecord> measured =
        closed(failing, History.GIVEN, Mode.STREAM, 5).stream()
            .filter(one -> one.phase() == Phase.MEASURED)
            .toList();

    assertThat(measured).extracting(RequestRecord::turn).containsExactly(1, 2, 1, 2, 1);
    assertThat(measured).allMatch(one -> (one.outcome() == Outcome.OK) == (one.turn() == 1));
  }

  @ParameterizedTest
  @EnumSource(History.class)
  void aUserThinksBetweenTurnsAndAsksTheNextConversationAfterTheLast(History history)
      throws Exception {
    Users users = new Users(3, 100, THINK, ONE, null);
    List<RequestRecord> all = run(users, history, prompts("more"));

    assertThat(all).extracting(RequestRecord::outcome).containsOnly(Outcome.OK);
    assertThatEachTurnSeesWhatWasSaid(all, history);
    assertThatTurnsFollowTheirAnswers(all);
    assertThat(conversations(all).values()).anyMatch(turns -> turns.size() == 3);
  }

  @ParameterizedTest
  @EnumSource(History.class)
  void aConversationOfAnOpenLoopBeginsByTheScheduleAndItsTurnsFollowAnswers(History history)
      throws Exception {
    Open load = new Open(new Rate(20, Gaps.CONSTANT, ONE), null);
    List<RequestRecord> all = run(load, history, prompts("more"));

    assertThatEachTurnSeesWhatWasSaid(all, history);
    assertThatTurnsFollowTheirAnswers(all);
    assertThat(conversations(all)).hasSize(24);
    assertThat(conversations(all).values())
        .allSatisfy(
            turns -> {
              assertThat(turns).extracting(RequestRecord::turn).containsExactly(1, 2, 3);
              assertThat(turns).extracting(RequestRecord::phase).containsOnly(turns.get(0).phase());
            });
    List<Long> begins =
        all.stream().filter(one -> one.turn() == 1).map(RequestRecord::scheduled).toList();
    for (int i = 1; i < begins.size(); i++) {
      assertThat(begins.get(i) - begins.get(i - 1)).isEqualTo(50_000_000);
    }
  }

  @Test
  void whatFailsInAnOpenLoopHasNoTurnsAfterIt() throws Exception {
    Open load = new Open(new Rate(20, Gaps.CONSTANT, ONE), null);
    List<RequestRecord> all = run(load, History.GIVEN, prompts("fail"));

    assertThat(conversations(all).values())
        .allSatisfy(
            turns ->
                assertThat(turns)
                    .extracting(RequestRecord::outcome)
                    .containsExactly(Outcome.OK, Outcome.HTTP_ERROR));
  }

  private void assertThatEachTurnSeesWhatWasSaid(List<RequestRecord> all, History history) {
    for (RequestRecord one : all) {
      List<String> asked = server.asked.get(one.id());
      assertThat(asked).hasSize(2 * one.turn());
      assertThat(asked.get(0)).matches("system: #( [a-z]{4}){8}\nBe brief.");
      for (int turn = 1; turn <= one.turn(); turn++) {
        String question = asked.get(2 * turn - 1);
        assertThat(question).startsWith("user: " + one.prompt() + " turn " + turn);
        if (turn < one.turn()) {
          String said = TalkingServer.answerTo(question.replaceFirst("user: ", ""));
          assertThat(asked.get(2 * turn))
              .isEqualTo("assistant: " + (history == History.GIVEN ? said : "As written."));
        }
      }
    }
    conversations(all)
        .values()
        .forEach(
            turns ->
                assertThat(turns)
                    .extracting(one -> server.asked.get(one.id()).get(0))
                    .as("one nonce for all of a conversation")
                    .containsOnly(server.asked.get(turns.get(0).id()).get(0)));
  }

  private static void assertThatTurnsFollowTheirAnswers(List<RequestRecord> all) {
    conversations(all)
        .values()
        .forEach(
            turns -> {
              for (int i = 1; i < turns.size(); i++) {
                long thought = turns.get(i).scheduled() - turns.get(i - 1).closed();
                assertThat(thought).isGreaterThanOrEqualTo(THINK_NANOS);
              }
            });
  }

  private static Map<String, List<RequestRecord>> conversations(List<RequestRecord> all) {
    return all.stream()
        .collect(
            Collectors.groupingBy(
                RequestRecord::conversation, LinkedHashMap::new, Collectors.toList()));
  }

  private List<RequestRecord> closed(History history, Mode mode, int measured) throws Exception {
    return closed(prompts("more"), history, mode, measured);
  }

  private List<RequestRecord> closed(List<Prompt> prompts, History history, Mode mode, int measured)
      throws Exception {
    Target target = open(new Closed(1), history, mode, prompts);
    Caller slot = new Caller();
    slot.beginIteration(
        target, JmhParams.iteration(IterationType.MEASUREMENT), JmhParams.thread(0, 1));
    Control control = new Control();
    control.startMeasurement = true;
    for (int i = 0; i < measured; i++) {
      slot.prepare(control);
      new CompletionBenchmark().complete(target, slot);
      slot.finish();
    }
    slot.leave();
    return records();
  }

  private List<RequestRecord> run(Load load, History history, List<Prompt> prompts)
      throws Exception {
    Target target = open(load, history, Mode.STREAM, prompts);
    if (load instanceof Users) {
      UserLoop loop = new UserLoop();
      loop.prepare(target);
      loop.run();
      loop.end();
    } else {
      OpenLoop loop = new OpenLoop();
      loop.prepare(target);
      loop.run();
      loop.end();
    }
    return records();
  }

  private Target open(Load load, History history, Mode mode, List<Prompt> prompts) {
    Target target = new Target();
    Cell cell =
        new Cell(
            new Endpoint(server.uri(), Api.CHAT, Protocols.spoken("openai"), "any", null),
            Transport.SOCKETS,
            Deadlines.defaults(),
            prompts,
            PromptSequence.Renewal.NONCE,
            "run",
            1,
            new Generation(0.0, null, null, 9, null, null, null),
            load,
            null,
            Duration.ofMillis(200),
            new Labels("s", "m", "talk", mode, load.label(), "trial", 1, null, null, null, null),
            new Talk(history, THINK, null, null),
            null,
            null,
            1);
    target.open(new TrialFork(cell, folder.resolve("records.jsonl"), null), 1);
    return target;
  }

  /** Eight conversations; {@code second} is in the question of their second turns. */
  private List<Prompt> prompts(String second) throws IOException {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 8; i++) {
      lines.append(
          """
          {"id": "c%1$d", "system": "Be brief.", "turns": [{"text": "c%1$d turn 1", "reference": "As written."}, {"text": "c%1$d turn 2 %2$s", "reference": "As written."}, "c%1$d turn 3"]}
          """
              .formatted(i, second));
    }
    List<Prompt> all = Prompts.read(Files.writeString(folder.resolve("p.jsonl"), lines));
    assertThat(all).allMatch(one -> new Conversation(one).turns() == 3);
    return all;
  }

  /** In the order in which they were due. */
  private List<RequestRecord> records() {
    List<RequestRecord> all = new ArrayList<>();
    RecordReader.read(
        folder.resolve("records.jsonl"),
        all::add,
        problem -> {
          throw new IllegalStateException(problem);
        });
    all.sort(Comparator.comparing(RequestRecord::scheduled));
    return all;
  }
}
