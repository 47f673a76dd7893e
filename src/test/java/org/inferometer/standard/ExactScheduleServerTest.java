package org.inferometer.standard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ExactScheduleServerTest {
  private static final String STREAM = "{\"model\":\"m\",\"prompt\":\"p\",\"stream\": true}";
  private static ExactScheduleServer server;

  @BeforeAll
  static void start() throws IOException {
    server = ExactScheduleServer.start(0, "ttft=5ms,itl=2ms,tokens=4");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void writesNoTokenBeforeItIsDueAndLogsWhenItWroteIt() throws IOException {
    RawClient.post(server, "/v1/completions", "due", null, STREAM);

    ServedRequest served = logged(server, "due");
    assertThat(served.id()).isEqualTo("due");
    assertThat(served.tokens()).isEqualTo(4);
    for (int k = 0; k < 4; k++) {
      assertThat(served.due()[k]).isEqualTo(served.arrival() + 5_000_000 + k * 2_000_000L);
      assertThat(served.before()[k]).isGreaterThanOrEqualTo(served.due()[k]);
      assertThat(served.after()[k]).isGreaterThanOrEqualTo(served.before()[k]);
    }
  }

  @Test
  void speaksCompletionsAsVllmDoes() throws IOException {
    String answer =
        RawClient.post(
            server,
            "/v1/completions",
            "r1",
            "tokens=2",
            "{\"model\":\"m\",\"stream\":true,\"stream_options\":{\"include_usage\":true}}");

    assertThat(answer)
        .startsWith("HTTP/1.1 200 OK\r\n")
        .contains("content-type: text/event-stream", "\"text\":\" tok\"", "\"model\":\"m\"")
        .contains("\"choices\":[],\"usage\":{\"prompt_tokens\":8,\"total_tokens\":10")
        .contains("\"finish_reason\":\"length\"", "data: [DONE]")
        .endsWith("\r\n0\r\n\r\n");
    assertThat(answer.split("data: ")).hasSize(1 + 4);
  }

  @Test
  void opensAChatWithTheRoleAlone() throws IOException {
    String answer = RawClient.post(server, "/v1/chat/completions", "r1", "tokens=1", STREAM);

    assertThat(answer.indexOf("\"delta\":{\"role\":\"assistant\",\"content\":\"\"}"))
        .isPositive()
        .isLessThan(answer.indexOf("\"delta\":{\"content\":\" tok\"}"));
  }

  @Test
  void answersWholeWhenNoStreamIsAskedFor() throws IOException {
    String answer = RawClient.post(server, "/v1/completions", "whole", null, "{\"max_tokens\":3}");

    assertThat(answer)
        .contains("content-type: application/json", "\"text\":\" tok tok tok tok\"")
        .doesNotContain("data:");
    assertThat(logged(server, "whole").tokens()).isEqualTo(4);
  }

  @Test
  void takesTheLengthFromTheRequestWhereNothingElseSaysIt() throws IOException {
    try (ExactScheduleServer other = ExactScheduleServer.start(0, "ttft=1ms,itl=1ms")) {
      RawClient.post(
          other, "/v1/completions", "length", null, "{\"max_tokens\":3,\"stream\":true}");

      assertThat(logged(other, "length").tokens()).isEqualTo(3);
    }
  }

  @Test
  void findsItsFieldsAroundALongPrompt() throws IOException {
    String body = "{\"model\":\"m\",\"prompt\":\"" + "x".repeat(500_000) + "\",\"stream\":true}";

    String answer = RawClient.post(server, "/v1/completions", "long", "tokens=1", body);

    assertThat(answer).contains("text/event-stream", "\"model\":\"m\"");
    assertThat(logged(server, "long").bodyBytes()).isEqualTo(body.length());
  }

  @Test
  void takesSettingsFromTheModelNameOfAClientThatCannotSendHeaders() throws IOException {
    String answer =
        RawClient.post(
            server,
            "/v1/completions",
            "by-model",
            null,
            "{\"model\":\"tokens=2\",\"stream\":true}");

    assertThat(answer).contains("\"model\":\"tokens=2\"");
    assertThat(logged(server, "by-model").tokens()).isEqualTo(2);
  }

  @Test
  void namesASettingThatItDoesNotKnow() throws IOException {
    String answer = RawClient.post(server, "/v1/completions", "r1", "ttfb=3ms", STREAM);

    assertThat(answer).startsWith("HTTP/1.1 400").contains("unknown: [ttfb]", "ttft");
  }

  @Test
  void namesASettingThatItCannotRead() throws IOException {
    String answer = RawClient.post(server, "/v1/completions", "r1", "ttft=3", STREAM);

    assertThat(answer).startsWith("HTTP/1.1 400").contains("ttft=3 is not a time such as 20ms");
  }

  @Test
  void tellsItsHealthItsModelsItsLogAndItsCost() throws IOException {
    RawClient.post(server, "/v1/completions", "logged", null, STREAM);

    assertThat(RawClient.get(server, "/health")).startsWith("HTTP/1.1 200");
    assertThat(RawClient.get(server, "/v1/models")).contains("\"id\":\"exact\"");
    assertThat(RawClient.get(server, "/stats")).contains("cpuNanos", "latenessMillis");
    assertThat(RawClient.get(server, "/log")).contains("\"id\":\"logged\"");
    assertThat(RawClient.get(server, "/settle")).startsWith("HTTP/1.1 200");
    assertThat(RawClient.get(server, "/nope")).startsWith("HTTP/1.1 404");
  }

  @Test
  void servesOneAfterTheOtherWithoutLosingTimeBetween() throws Exception {
    try (ExactScheduleServer one =
        ExactScheduleServer.start(0, "ttft=20ms,itl=5ms,tokens=3,slots=1")) {
      List<ServedRequest> served = servedAtOnce(one, 4);

      for (int i = 0; i < 4; i++) {
        ServedRequest request = served.get(i);
        long free = i == 0 ? 0 : served.get(i - 1).due()[2];
        assertThat(request.begun()).isEqualTo(Math.max(request.arrival(), free));
        assertThat(request.due()[0] - request.begun()).isEqualTo(20_000_000);
        assertThat(request.due()[2] - request.begun()).isEqualTo(30_000_000);
      }
    }
  }

  @Test
  void servesSideBySideWithTheCapacityOfOneAfterTheOther() throws Exception {
    try (ExactScheduleServer shared =
        ExactScheduleServer.start(0, "ttft=80ms,itl=10ms,tokens=3,sharing=processor")) {
      List<ServedRequest> served = servedAtOnce(shared, 4);

      long first = served.get(0).arrival();
      assertThat(served.get(3).arrival()).isLessThan(first + 100_000_000);
      assertThat(served.get(3).due()[2] - first).isCloseTo(400_000_000, within(10L));
      assertThat(served).allSatisfy(r -> assertThat(r.begun()).isEqualTo(r.arrival()));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"slots=1", "sharing=processor"})
  void doesAsMuchWorkInAClosedLoopAsItIsBusy(String capacity) throws Exception {
    try (ExactScheduleServer server =
        ExactScheduleServer.start(0, "ttft=500us,itl=250us,tokens=3," + capacity)) {
      List<Thread> clients = new ArrayList<>();
      for (int i = 0; i < 32; i++) {
        clients.add(new Thread(() -> asking(server, 20)));
      }
      clients.forEach(Thread::start);
      for (Thread client : clients) {
        client.join();
      }

      long busy = 0;
      long until = 0;
      for (ServedRequest request : logged(server, 640, "r")) {
        long end = request.due()[2];
        busy += Math.max(0, end - Math.max(until, request.begun()));
        until = Math.max(until, end);
      }
      assertThat(busy).isCloseTo(640 * 1_000_000, withinPercentage(0.01));
    }
  }

  @Test
  void whoeverGivesUpMakesRoomForTheNext() throws Exception {
    try (ExactScheduleServer one = ExactScheduleServer.start(0, "ttft=1ms,tokens=1,slots=1");
        Socket endless = RawClient.open(one, "/v1/completions", "endless", "fault=stall", STREAM)) {
      assertThat(endless.getInputStream().read()).isEqualTo('H');
      Socket waiting = RawClient.open(one, "/v1/completions", "waiting", null, STREAM);
      waiting.close();
      assertThat(logged(one, "waiting").begun()).isNull();
      Socket next = RawClient.open(one, "/v1/completions", "next", null, STREAM);
      endless.close();
      assertThat(next.getInputStream().read()).isEqualTo('H');
      next.close();
    }
  }

  private static void asking(ExactScheduleServer server, int times) {
    try (Socket client = RawClient.open(server, "/v1/completions", "r", null, STREAM)) {
      RawClient.readAnswer(client);
      for (int i = 1; i < times; i++) {
        RawClient.ask(client, "/v1/completions", "r", null, STREAM);
        RawClient.readAnswer(client);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<ServedRequest> servedAtOnce(ExactScheduleServer server, int count)
      throws Exception {
    List<Socket> clients = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      clients.add(RawClient.open(server, "/v1/completions", "r" + i, null, STREAM));
    }
    for (Socket client : clients) {
      RawClient.readAnswer(client);
      client.close();
    }
    return logged(server, count, "r");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void keepsToTheLastProcessor() throws IOException {
    String mine = allowed(Path.of("/proc/thread-self"));
    String last = mine.substring(Math.max(mine.lastIndexOf(','), mine.lastIndexOf('-')) + 1);

    List<String> servers = new ArrayList<>();
    try (DirectoryStream<Path> tasks = Files.newDirectoryStream(Path.of("/proc/self/task"))) {
      for (Path task : tasks) {
        if (Files.readString(task.resolve("comm")).startsWith("exact-schedule")) {
          servers.add(allowed(task));
        }
      }
    }
    assertThat(servers).isNotEmpty().containsOnly(last);
  }

  private static String allowed(Path task) throws IOException {
    return Files.readAllLines(task.resolve("status")).stream()
        .filter(line -> line.startsWith("Cpus_allowed_list:"))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElseThrow();
  }

  @Test
  void doesWhateverAScriptSays() throws IOException {
    Script script =
        new Script(
            List.of(
                Step.Write.of(0, "HTTP/1.1 200 OK\r\n\r\nhello".getBytes(), 1), new Step.Close(0)));
    try (ExactScheduleServer other = ExactScheduleServer.start(0, question -> script)) {
      assertThat(RawClient.post(other, "/v1/completions", "script", null, STREAM))
          .endsWith("hello");
      assertThat(logged(other, "script").tokens()).isEqualTo(1);
    }
  }

  @Test
  void jitterIsSeededAndBurstsComeTogetherAndAStallMovesWhatFollows() {
    assertThat(due("ttft=10ns,itl=10ns,tokens=4")).containsExactly(10, 20, 30, 40);
    assertThat(due("ttft=10ns,itl=10ns,tokens=5,burst=2")).containsExactly(20, 20, 40, 40, 50);
    assertThat(due("ttft=10ns,itl=10ns,tokens=4,stallAfter=2,stall=1us"))
        .containsExactly(10, 20, 1030, 1040);
    assertThat(due("jitter=0.5,seed=1"))
        .isEqualTo(due("jitter=0.5,seed=1"))
        .isNotEqualTo(due("jitter=0.5,seed=2"));
    long[] jittered = due("jitter=0.5,itl=100ns,tokens=1000");
    assertThat(IntStream.range(1, 1000).mapToLong(k -> jittered[k] - jittered[k - 1]))
        .allMatch(gap -> gap >= 50 && gap <= 150);
  }

  private static long[] due(String knobs) {
    return Answer.parse(knobs).schedule().dueNanos();
  }

  /** A server knows that an answer is complete a moment after its client does. */
  private static ServedRequest logged(ExactScheduleServer from, String id) {
    return logged(from, 1, id).get(0);
  }

  private static List<ServedRequest> logged(ExactScheduleServer from, int count, String id) {
    long patience = System.nanoTime() + 10_000_000_000L;
    List<ServedRequest> served = new ArrayList<>();
    while (served.size() < count && System.nanoTime() < patience) {
      from.log().drain().stream().filter(r -> r.id().startsWith(id)).forEach(served::add);
      Thread.onSpinWait();
    }
    assertThat(served).hasSize(count);
    served.sort(Comparator.comparingLong(ServedRequest::arrival));
    return served;
  }
}
