package org.inferometer.cli;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.inferometer.dataset.DatasetException;
import org.inferometer.dataset.hub.Choice;
import org.inferometer.dataset.hub.Collection;
import org.inferometer.dataset.hub.Columns;
import org.inferometer.dataset.hub.Download;
import org.inferometer.dataset.hub.HubException;
import org.inferometer.dataset.hub.LocalFile;
import org.inferometer.dataset.hub.RowsApi;
import org.inferometer.wire.Address;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code inferometer data}: prompts of public data sets or of local files. */
@Command(
    name = "data",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Fetches prompts of public data sets, or takes them from a local file, as JSON Lines that a"
          + " scenario's tasks name, with a manifest of where they are from.",
      "chat: OpenAssistant/oasst1 (Apache-2.0); summarization: cnn_dailymail 3.0.0 (press texts: not"
          + " to be published); qa: trivia_qa, closed book (licence unknown: not to be published);"
          + " code: openai_humaneval (MIT).",
      "The same seed chooses the same prompts. What was cut goes on when the same command is given;"
          + " nothing else that is there is overwritten."
    },
    footer = {
      "",
      "Examples:",
      "  inferometer data prompts",
      "  inferometer data prompts --task chat --task code --count 50 --seed 2",
      "  inferometer data prompts --from questions.csv --text question --reference answer",
      "  inferometer data prompts --from train-00000-of-00001.parquet --text question",
      "  inferometer data prompts --from ShareGPT_V3_unfiltered_cleaned_split.json",
      "In a scenario: tasks: { chat: { prompts: prompts/chat.jsonl } }"
    })
final class DataCommand implements Callable<Integer> {
  private static final String TOKEN_VARIABLE = "HF_TOKEN";
  private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "FOLDER",
      defaultValue = "prompts",
      description = "Where to; default: ${DEFAULT-VALUE}.")
  private Path folder;

  @Option(
      names = "--task",
      paramLabel = "TASK",
      split = ",",
      description = "chat, summarization, qa or code; may be repeated. Default: all of them.")
  private List<String> tasks;

  @Option(
      names = "--count",
      paramLabel = "N",
      defaultValue = "100",
      description = "Prompts of each. Default: ${DEFAULT-VALUE}.")
  private int count;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "Chooses: the first by the SHA-256 of seed, data set and id. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--rows",
      paramLabel = "N",
      defaultValue = "5000",
      description =
          "Rows of a public data set that are looked at, at most, in pages of 100 that are chosen by"
              + " hash, too. Default: ${DEFAULT-VALUE}.")
  private int rows;

  @Option(
      names = "--longest",
      paramLabel = "CHARACTERS",
      description = "Leaves longer prompts out, for models with a short context.")
  private Integer longest;

  @Option(
      names = "--url",
      paramLabel = "URL",
      defaultValue = RowsApi.URL,
      description = "Where the rows API is, such as a mirror. Default: ${DEFAULT-VALUE}.")
  private String url;

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description = {
        "Holds the token that is sent to that address. Default: the environment variable HF_TOKEN,"
            + " which is sent to huggingface.co alone."
      })
  private Path tokenFile;

  @Option(
      names = "--from",
      paramLabel = "FILE",
      description =
          "Takes prompts from a local file instead: JSON, JSON Lines, CSV or ShareGPT in UTF-8, or"
              + " Parquet.")
  private Path from;

  @Option(
      names = "--text",
      paramLabel = "COLUMN",
      description = "Column of FILE that is asked. ShareGPT needs none.")
  private String text;

  @Option(
      names = "--reference",
      paramLabel = "COLUMN",
      description = "Column of FILE with a reference answer.")
  private String reference;

  @Option(
      names = "--id",
      paramLabel = "COLUMN",
      description = "Column of FILE with what names a row. Default: the row's number.")
  private String id;

  @Override
  public Integer call() throws IOException {
    Effect.require(spec, from == null, "with --from FILE", "--url", "--rows", "--token-file");
    require(count > 0, "--count is %d; allowed: 1 or more".formatted(count));
    require(rows > 0, "--rows is %d; allowed: 1 or more".formatted(rows));
    require(
        longest == null || longest > 0, "--longest is %d; allowed: 1 or more".formatted(longest));
    require(
        !Files.exists(folder) || Files.isDirectory(folder), folder + ": it is there and no folder");
    Choice choice = new Choice(seed, count, rows, longest);
    Consumer<String> tell = spec.commandLine().getOut()::println;
    try {
      if (from != null) {
        require(tasks == null, "--task and --from exclude each other");
        require(Files.isRegularFile(from), "--from " + from + ": there is no such file");
        require(text != null || reference == null, "--reference goes with --text");
        new LocalFile(from, new Columns(text, reference, id)).take(folder, choice, tell);
      } else {
        require(
            text == null && reference == null && id == null,
            "--text, --reference and --id go with --from FILE");
        fetch(choice, tell);
      }
      return 0;
    } catch (DatasetException e) {
      throw wrong(e.getMessage());
    } catch (HubException e) {
      spec.commandLine().getErr().println("inferometer data: " + e.getMessage());
      return 1;
    }
  }

  private void fetch(Choice choice, Consumer<String> tell) throws IOException {
    Address address = address();
    URI base = URI.create(address + address.base());
    try (RowsApi api = new RowsApi(base, token(base), tell)) {
      new Download(api, folder, choice, tell).fetch(collections());
    }
  }

  private List<Collection> collections() {
    List<Collection> all = List.of(Collection.values());
    if (tasks == null) {
      return all;
    }
    List<String> names = all.stream().map(Collection::task).toList();
    for (String task : tasks) {
      require(
          names.contains(task),
          "--task is %s; allowed: %s".formatted(task, String.join(", ", names)));
    }
    return all.stream().filter(one -> tasks.contains(one.task())).toList();
  }

  private Address address() {
    try {
      return Address.of(url);
    } catch (IllegalArgumentException e) {
      throw wrong("--url: " + e.getMessage());
    }
  }

  /** The token for {@code base}: one of the environment is not for whoever has a mirror. */
  private String token(URI base) throws IOException {
    String host = base.getHost();
    boolean isHub = base.getScheme().equals("https") && ("." + host).endsWith(".huggingface.co");
    String token = isHub ? System.getenv().get(TOKEN_VARIABLE) : null;
    if (tokenFile != null) {
      boolean isHidden = base.getScheme().equals("https") || LOOPBACK.contains(host);
      require(isHidden, "--token-file: the token would be sent unencrypted; give an https --url");
      require(Files.isReadable(tokenFile), "--token-file " + tokenFile + " cannot be read");
      token = Files.readString(tokenFile);
      require(!token.isBlank(), "--token-file " + tokenFile + " is empty");
    }
    token = token == null || token.isBlank() ? null : token.strip();
    require(
        token == null || token.matches("[!-~]+"),
        (tokenFile == null ? TOKEN_VARIABLE : "--token-file " + tokenFile)
            + " holds no token: one word of ASCII");
    return token;
  }

  private void require(boolean fine, String otherwise) {
    if (!fine) {
      throw wrong(otherwise);
    }
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
