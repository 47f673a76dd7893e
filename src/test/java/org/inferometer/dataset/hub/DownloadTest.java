package org.inferometer.dataset.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.inferometer.dataset.DatasetException;
import org.inferometer.dataset.Prompt;
import org.inferometer.dataset.Prompts;
import org.inferometer.dataset.hub.RowsServer.Fault;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class DownloadTest {
  private static final Choice HUNDRED = new Choice(1, 100, 5000, null);
  private static final Fault REFUSED = new Fault(403, Map.of(), "{}");

  @TempDir private Path folder;
  private final List<String> told = new ArrayList<>();
  private RowsServer server;

  @BeforeEach
  void start() throws IOException {
    server = new RowsServer();
    server.hasAll();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void writesAHundredPromptsOfEachTaskAndWhereTheyAreFrom() throws IOException {
    fetch(HUNDRED, Collection.values());

    for (Collection one : Collection.values()) {
      List<Prompt> prompts = Prompts.read(folder.resolve(one.file()));
      assertThat(prompts).hasSize(100).allMatch(prompt -> prompt.reference() != null);
      assertThat(prompts).extracting(Prompt::text).doesNotHaveDuplicates();
      JsonNode entry = entry(one);
      assertThat(entry.path("dataset").asText()).isEqualTo(one.table().dataset());
      assertThat(entry.path("revision").asText()).isEqualTo("cafe");
      assertThat(entry.path("licence").asText()).isEqualTo(one.table().licence());
      assertThat(entry.path("sha256").asText())
          .isEqualTo(Prompts.sha256(folder.resolve(one.file())));
      assertThat(entry.path("ids"))
          .extracting(JsonNode::asText)
          .containsExactlyElementsOf(prompts.stream().map(Prompt::id).toList());
      assertThat(told).anyMatch(line -> line.contains(one.table().licence()));
    }
    assertThat(prompts(Collection.CHAT)).allMatch(one -> number(one.text()) % 4 != 3);
    assertThat(prompts(Collection.CHAT))
        .allMatch(one -> one.reference().equals("Because " + (number(one.id()) + 1)));
    assertThat(prompts(Collection.SUMMARIZATION))
        .allMatch(one -> one.text().matches("Summarize the following .*\n\nNews \\d+[.]"));
    assertThat(prompts(Collection.QA)).allMatch(one -> one.reference().startsWith("It was "));
    assertThat(folder.resolve(".pages")).doesNotExist();
    assertThat(Files.readAllLines(folder.resolve(".gitignore")))
        .contains("/summarization.jsonl", "/qa.jsonl")
        .doesNotContain("/chat.jsonl", "/code.jsonl");
    assertThat(new HashSet<>(server.asked)).hasSameSizeAs(server.asked);
  }

  @Test
  void theSeedChooses() throws IOException {
    fetch(HUNDRED, Collection.CODE);
    List<Prompt> once = prompts(Collection.CODE);
    folder = Files.createDirectory(folder.resolve("again"));
    fetch(HUNDRED, Collection.CODE);
    assertThat(prompts(Collection.CODE)).isEqualTo(once);
    folder = Files.createDirectory(folder.resolve("other"));
    fetch(new Choice(2, 100, 5000, null), Collection.CODE);
    assertThat(prompts(Collection.CODE)).isNotEqualTo(once);
  }

  /** Any language can check this one: printf '1|openai/...|test|HumanEval/0' | sha256sum. */
  @Test
  void theOrderIsThatOfHashes() throws IOException {
    fetch(HUNDRED, Collection.CODE);
    String before = "1|openai/openai_humaneval|openai_humaneval|test|";
    assertThat(prompts(Collection.CODE))
        .extracting(one -> Choice.sha256(before + one.id()))
        .isSorted();
    assertThat(Choice.sha256("abc")).startsWith("ba7816bf8f01cfea414140de5dae2223");
  }

  @Test
  void goesOnWhereItWasCut() throws IOException {
    server.faults.add(new Fault(429, Map.of("Retry-After", "86400"), "{}"));
    assertThatThrownBy(() -> fetch(HUNDRED, Collection.CHAT)).isInstanceOf(HubException.class);
    server.asked.clear();
    fetchUntilRefusedAfter(3);
    assertThat(server.asked).hasSize(4);
    assertThat(folder.resolve("chat.jsonl")).doesNotExist();
    Files.writeString(folder.resolve(".pages/chat/100.json"), "{\"revision\":");
    server.asked.clear();

    fetch(HUNDRED, Collection.CHAT);

    assertThat(server.asked)
        .containsExactly(
            "OpenAssistant/oasst1 100", "OpenAssistant/oasst1 300", "OpenAssistant/oasst1 400");
    assertThat(prompts(Collection.CHAT)).hasSize(100);
  }

  @Test
  void pagesOfAnotherThatWasCutAreNotInTheWay() throws IOException {
    fetchUntilRefusedAfter(1);

    fetch(HUNDRED, Collection.CODE);

    assertThat(prompts(Collection.CODE)).hasSize(100);
    assertThat(folder.resolve(".pages/chat/0.json")).exists();
    assertThat(folder.resolve(".pages/code")).doesNotExist();
  }

  @Test
  void pagesOfAnotherServerAreNotMixedIn() throws IOException {
    fetchUntilRefusedAfter(2);
    try (RowsServer other = new RowsServer();
        RowsApi api =
            new RowsApi(other.url(), null, told::add, time -> {}, InstantSource.system())) {
      other.hasAll();
      new Download(api, folder, HUNDRED, told::add).fetch(List.of(Collection.CHAT));

      assertThat(other.asked).hasSize(5);
    }
  }

  @Test
  void asksForNothingThatIsThere() throws IOException {
    fetch(HUNDRED, Collection.CODE);
    server.asked.clear();

    fetch(HUNDRED, Collection.CODE);

    assertThat(server.asked).isEmpty();
    assertThat(told).last().asString().endsWith("code.jsonl is there already");
  }

  @Test
  void overwritesNothing() throws IOException {
    Path code = folder.resolve("code.jsonl");
    Files.writeString(code, "mine");
    assertThatThrownBy(() -> fetch(HUNDRED, Collection.CHAT, Collection.CODE))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining("was not written so by this command");
    assertThat(code).hasContent("mine");
    assertThat(server.asked).isEmpty();

    Files.delete(code);
    fetch(HUNDRED, Collection.CODE);
    assertThatThrownBy(() -> fetch(new Choice(2, 100, 5000, null), Collection.CODE))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining("--seed 1 --count 100 --rows 5000 of http://127.0.0.1");
    Files.writeString(code, "changed");
    assertThatThrownBy(() -> fetch(HUNDRED, Collection.CODE)).isInstanceOf(DatasetException.class);
    Path manifest = folder.resolve("manifest.json");
    Files.writeString(manifest, "{\"files\":[{\"file\":\"code.jsonl\"}]}");
    assertThatThrownBy(() -> fetch(HUNDRED, Collection.CODE)).isInstanceOf(DatasetException.class);
    Files.writeString(manifest, "[]");
    assertThatThrownBy(() -> fetch(HUNDRED, Collection.CODE))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining("no manifest of this command");
  }

  @Test
  void doesNotMixTwoRevisions() throws IOException {
    fetchUntilRefusedAfter(3);
    server.revision = "beef";
    assertThatThrownBy(() -> fetch(HUNDRED, Collection.CHAT))
        .isInstanceOf(HubException.class)
        .hasMessageContaining("was changed while it was fetched");

    fetch(HUNDRED, Collection.CHAT);

    assertThat(entry(Collection.CHAT).path("revision").asText()).isEqualTo("beef");
  }

  @Test
  void leavesOutWhatIsCutOrTooLong() throws IOException {
    server.truncated = 163;
    fetch(new Choice(1, 99, 5000, 10 + "def f".length()), Collection.CODE);
    assertThat(prompts(Collection.CODE)).extracting(Prompt::id).doesNotContain("HumanEval/163");

    assertThatThrownBy(() -> fetch(new Choice(1, 100, 5000, 8), Collection.QA))
        .isInstanceOf(HubException.class)
        .hasMessageContaining("0 prompts can be asked in the rows looked at, wanted 100")
        .hasMessageContaining("give a larger --rows");
  }

  @Test
  void looksAtNoMorePagesThanItMay() throws IOException {
    fetch(new Choice(1, 100, 200, null), Collection.QA);
    assertThat(server.asked).hasSize(2).contains("mandarjoshi/trivia_qa 0");
    assertThat(entry(Collection.QA).path("offsets")).hasSize(2);
  }

  @Test
  void saysWhenADataSetHasOtherColumns() {
    server.has("openai/openai_humaneval", 164, i -> "{\"task_id\":\"x\"}");
    assertThatThrownBy(() -> fetch(HUNDRED, Collection.CODE))
        .isInstanceOf(HubException.class)
        .hasMessageContaining("openai/openai_humaneval (openai_humaneval, test)")
        .hasMessageContaining("have no prompt");

    server.has("OpenAssistant/oasst1", 480, i -> "{\"conversation_id\":\"x\",\"text\":\"y\"}");
    assertThatThrownBy(() -> fetch(HUNDRED, Collection.CHAT))
        .isInstanceOf(HubException.class)
        .hasMessageContaining(
            "OpenAssistant/oasst1 (default, validation): its rows have no parent_id");
  }

  private void fetchUntilRefusedAfter(int pages) {
    try (RowsApi api = new RowsApi(server.url(), null, told::add)) {
      assertThatThrownBy(
              () -> {
                KeptPages kept =
                    new KeptPages(api, Collection.CHAT.table(), folder.resolve(".pages/chat"));
                for (int page = 0; ; page++) {
                  if (page == pages) {
                    server.faults.add(REFUSED);
                  }
                  kept.page(page * Page.SIZE);
                }
              })
          .isInstanceOf(HubException.class);
    }
  }

  private void fetch(Choice choice, Collection... collections) throws IOException {
    try (RowsApi api =
        new RowsApi(server.url(), null, told::add, time -> {}, InstantSource.system())) {
      new Download(api, folder, choice, told::add).fetch(List.of(collections));
    }
  }

  private List<Prompt> prompts(Collection collection) {
    return Prompts.read(folder.resolve(collection.file()));
  }

  private JsonNode entry(Collection collection) throws IOException {
    JsonNode manifest = new JsonMapper().readTree(folder.resolve("manifest.json").toFile());
    for (JsonNode entry : manifest.path("files")) {
      if (entry.path("file").asText().equals(collection.file())) {
        return entry;
      }
    }
    throw new AssertionError("no entry of " + collection);
  }

  private static int number(String text) {
    return Integer.parseInt(text.replaceAll("\\D", ""));
  }
}
