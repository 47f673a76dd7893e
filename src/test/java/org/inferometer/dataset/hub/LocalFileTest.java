package org.inferometer.dataset.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.inferometer.dataset.DatasetException;
import org.inferometer.dataset.Prompt;
import org.inferometer.dataset.Prompts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalFileTest {
  private static final Columns QUESTION = new Columns("q", "a", null);
  private static final Columns SHARE_GPT = new Columns(null, null, null);

  private static final Path PARQUET = Path.of("src/test/resources/org/inferometer/dataset/parquet");

  @TempDir private Path folder;
  private final List<String> told = new ArrayList<>();

  @Test
  void readsValuesThatGoOverLines() throws IOException {
    String csv =
        "\ufeffq,n,a\r\n\"One, \"\"two\"\"\nthree?\",1,yes\r\n\r\nFour?,2,\"\"\r\nFive?,3,no";

    assertThat(take("a.csv", csv, QUESTION))
        .containsExactlyInAnyOrder(
            new Prompt("1", "One, \"two\"\nthree?", "yes"),
            new Prompt("2", "Four?", null),
            new Prompt("3", "Five?", "no"));
    assertThat(told).last().asString().contains("3 prompts of 3 rows, licence: that of a.csv");
  }

  @Test
  void readsOtherSeparators() throws IOException {
    assertThat(take("s.csv", "q;a\nA, b?;c\n", QUESTION))
        .containsExactly(new Prompt("1", "A, b?", "c"));
    assertThat(take("t.tsv", "q\ta\nA, b?\tc\n", QUESTION))
        .containsExactly(new Prompt("1", "A, b?", "c"));
    assertThat(take("n.csv", "q;\"a, in short\"\nA, b?;c\n", new Columns("q", "a, in short", null)))
        .containsExactly(new Prompt("1", "A, b?", "c"));
    assertThat(take("o.csv", "q\nA; b?\n", new Columns("q", null, null)))
        .containsExactly(new Prompt("1", "A; b?", null));
  }

  @Test
  void readsOneObjectALineOrAllInOneArray() throws IOException {
    String one = "{\"q\":\"One?\",\"a\":1,\"id\":\"x\",\"more\":{\"b\":[]}}";
    String two = "{\"q\":\"Two?\",\"a\":null,\"id\":\"y\"}";
    Columns columns = new Columns("q", "a", "id");

    for (String text : List.of(one + "\n\n" + two + "\n", "[\n" + one + ",\n" + two + "]")) {
      assertThat(take("some" + text.length() + ".json", text, columns))
          .containsExactlyInAnyOrder(new Prompt("x", "One?", "1"), new Prompt("y", "Two?", null));
    }
  }

  @Test
  void takesTheFirstQuestionsOfShareGptThatWereAnswered() throws IOException {
    String text =
        """
        [{"id": "a_0", "conversations": [{"from": "human", "value": "Hi?"},
          {"from": "gpt", "value": "Hello."}, {"from": "human", "value": "More?"}]},
         {"id": "b_0", "conversations": [{"from": "gpt", "value": "Goes on."}]},
         {"id": "c_0", "conversations": []},
         {"id": "d_0", "conversations": [{"from": "system", "value": "Be."},
          {"from": "user", "value": "Who?"}, {"from": "chatgpt", "value": "Me."}]}]
        """;

    assertThat(take("share.json", text, new Columns(null, null, "id")))
        .containsExactlyInAnyOrder(
            new Prompt("a_0", "Hi?", "Hello."), new Prompt("d_0", "Who?", "Me."));
  }

  @Test
  void takesTheSameOnesWhateverTheirOrder() throws IOException {
    List<String> lines =
        IntStream.range(0, 50)
            .mapToObj(i -> "{\"q\":\"Is it %d?\",\"id\":\"i%d\"}".formatted(i, i))
            .collect(Collectors.toList());
    Columns columns = new Columns("q", null, "id");
    Choice ten = new Choice(1, 10, 5000, null);
    List<Prompt> once = take("a.jsonl", String.join("\n", lines), columns, ten);
    java.util.Collections.reverse(lines);
    folder = Files.createDirectory(folder.resolve("reversed"));

    assertThat(take("a.jsonl", String.join("\n", lines), columns, ten)).isEqualTo(once).hasSize(10);
    assertThat(folder.resolve("out/manifest.json"))
        .content()
        .contains("\"source\" : \"a.jsonl\"", Prompts.sha256(folder.resolve("a.jsonl")));
  }

  @Test
  void leavesOutWhatCannotBeAsked() throws IOException {
    String text =
        "{\"q\":\" \"}\n{\"q\":null}\n{\"q\":\"\\ud800\"}\n{\"q\":\"A?\"}\n{\"q\":\"A?\"}\n";
    assertThat(take("a.jsonl", text, new Columns("q", null, null)))
        .extracting(Prompt::text)
        .containsExactly("A?");
    refuses("b.jsonl", "{\"q\":\" \"}", new Columns("q", null, null), "none of its 1 rows");
  }

  @Test
  void saysWhereAFileIsWrong() {
    refuses("a.csv", "q,a\nA?,b\nC?\n", QUESTION, "a.csv, line 3: 1 values for 2 columns (q, a)");
    refuses("b.csv", "q,a\n\"A?,b\nC?\n", QUESTION, "b.csv, line 2: a quote is opened and not");
    refuses(
        "c.csv", "question,a\nA?,b\n", QUESTION, "line 2: no column \"q\"; allowed: question, a");
    refuses("d.json", "[{\"q\":\"\"},\n{\"q\":[1],\"a\":1}]", QUESTION, "line 1: no column \"a\"");
    refuses("e.json", "{\"q\":[1],\"a\":1}", QUESTION, "column \"q\" is a list; allowed: texts");
    refuses("f.json", "[{\"q\":\"\",\"a\":1},\n{\"q\":]", QUESTION, "f.json, line 2: ");
    refuses("g.json", "[\n7]", QUESTION, "g.json, line 2: no JSON object");
    refuses("h.json", "[{\"q\":\"A?\",\"a\":\"b\"},\n", QUESTION, "h.json, line ");
    refuses("i.json", " \n", QUESTION, "it is empty");
    refuses("j.json", "{\"q\":\"\"}", SHARE_GPT, "no conversations (ShareGPT); say what is asked");
  }

  @Test
  void readsParquet() throws IOException {
    Path file = PARQUET.resolve("snappy.parquet");
    new LocalFile(file, new Columns("question", "answer", "id"))
        .take(folder.resolve("out"), choice(100), told::add);
    assertThat(Prompts.read(folder.resolve("out/snappy.jsonl")))
        .contains(
            new Prompt("q0", "Who is 0?", "It is \u00e4 0"), new Prompt("q2", "Who is 2?", null))
        .hasSize(9);

    new LocalFile(file, new Columns(null, null, "id"))
        .take(folder.resolve("shared"), choice(100), told::add);
    assertThat(Prompts.read(folder.resolve("shared/snappy.jsonl")))
        .contains(new Prompt("q1", "Hi 1?", "Hello 1."))
        .hasSize(4);
  }

  @Test
  void saysWhichRowOfParquetIsWrong() {
    LocalFile other = new LocalFile(PARQUET.resolve("snappy.parquet"), QUESTION);
    assertThatThrownBy(() -> other.take(folder, choice(100), told::add))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining(
            "snappy.parquet: row 1: no column \"q\"; allowed: id, question, answer");
    LocalFile bytes =
        new LocalFile(PARQUET.resolve("snappy.parquet"), new Columns("bytes", null, null));
    assertThatThrownBy(() -> bytes.take(folder, choice(100), told::add))
        .hasMessageContaining("row 1: column \"bytes\" is bytes that are no UTF-8; allowed: texts");
  }

  @Test
  void saysWhatIsNotRead() {
    refuses("a.parquet", "PAR1\u0000", QUESTION, "a.parquet: it is Parquet that cannot be read");
    refuses("a.json.gz", "\u001f\u008b", QUESTION, "it is compressed; unpack it first");
    refuses("u.csv", "q,a\n\u00e4,b", QUESTION, "not UTF-8 text");
  }

  /** Also a file that is its own prompts. */
  @Test
  void overwritesNothing() throws IOException {
    Path file = folder.resolve("a.jsonl");
    Files.writeString(file, "{\"q\":\"A?\",\"a\":\"b\"}");
    assertThatThrownBy(() -> new LocalFile(file, QUESTION).take(folder, choice(100), told::add))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining("give another folder");
  }

  private void refuses(String name, String text, Columns columns, String why) {
    assertThatThrownBy(
            () -> {
              byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
              Files.write(folder.resolve(name), bytes);
              new LocalFile(folder.resolve(name), columns)
                  .take(folder.resolve("out"), choice(100), told::add);
            })
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining(why);
    assertThat(folder.resolve("out/" + name.replaceFirst("[.].*", ".jsonl"))).doesNotExist();
  }

  private static Choice choice(int count) {
    return new Choice(1, count, 5000, null);
  }

  private List<Prompt> take(String name, String text, Columns columns) throws IOException {
    return take(name, text, columns, choice(100));
  }

  private List<Prompt> take(String name, String text, Columns columns, Choice choice)
      throws IOException {
    Files.writeString(folder.resolve(name), text);
    new LocalFile(folder.resolve(name), columns).take(folder.resolve("out"), choice, told::add);
    return Prompts.read(folder.resolve("out/" + name.replaceFirst("[.].*", ".jsonl")));
  }
}
