package org.inferometer.scenario;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A first scenario for servers that run already: short, commented, with the prompts that it asks
 * beside it.
 *
 * @param urls address of each stack by its name, in the order of the figures
 * @param model what the servers call their model
 * @param api completions or chat
 */
public record Starter(Map<String, String> urls, String model, String api) {
  /** Tasks whose prompts come with this program. */
  public static final List<String> TASKS = List.of("chat", "summarization", "qa", "code");

  private static final String NAME = "model";

  /**
   * Writes {@code scenario.yaml} and {@code prompts/} into {@code folder}; prompts that are there
   * are left as they are.
   *
   * @return the scenario
   * @throws FileAlreadyExistsException if there is a scenario
   */
  public Path write(Path folder) throws IOException {
    Path scenario = folder.resolve("scenario.yaml");
    Path prompts = Files.createDirectories(folder.resolve("prompts"));
    Files.writeString(scenario, text(), java.nio.file.StandardOpenOption.CREATE_NEW);
    for (String task : TASKS) {
      Path file = prompts.resolve(task + ".jsonl");
      if (Files.notExists(file)) {
        writePrompts(task, file);
      }
    }
    return scenario;
  }

  /** Writes the prompts of one of the {@link #TASKS}. */
  public static void writePrompts(String task, Path file) throws IOException {
    try (InputStream in = Starter.class.getResourceAsStream("prompts/" + task + ".jsonl")) {
      Files.copy(in, file);
    }
  }

  private String text() {
    String stacks =
        urls.entrySet().stream()
            .map(
                stack ->
                    """
                      %s:
                        # label: "%s"               # its name in figures
                        # protocol: anthropic       # where the server is asked in another way than OpenAI's; inferometer schema lists them
                        # dialect: vllm             # vllm, llama-cpp and transformers say what theirs take; default openai
                        # api-key: { env: API_KEY } # if it wants a key; never the key itself
                        url: %s
                        models: { %s: %s }
                    """
                        .formatted(
                            stack.getKey(),
                            stack.getKey(),
                            quoted(stack.getValue()),
                            NAME,
                            quoted(model)))
            .collect(Collectors.joining());
    return """
        # Measured with: inferometer run scenario.yaml
        # inferometer schema prints what is allowed here; an error is told with its line and key.
        name: first
        seed: 1

        models:
          %1$s: { label: %4$s } # its name in figures; each stack says below what its server calls it

        stacks:
        %2$s
        tasks:
          chat: { prompts: prompts/chat.jsonl, api: %3$s, generation: { temperature: 0, max_tokens: 64 } }
          # summarization: { prompts: prompts/summarization.jsonl, api: %3$s, max-words: 300, template: "{text}\\n\\nTL;DR:", generation: { temperature: 0, max_tokens: 64 } }
          # qa: { prompts: prompts/qa.jsonl, api: %3$s, template: "Question: {text}\\nAnswer:", generation: { temperature: 0, max_tokens: 32 } }
          # code: { prompts: prompts/code.jsonl, api: %3$s, generation: { temperature: 0, max_tokens: 64 } }

        modes: [stream]        # sync, too
        parallelism: [1, 4]    # requests in flight
        measure: { repeats: 4, warmup-time: 2s, iterations: 1, iteration-time: 6s }
        """
        .formatted(NAME, stacks, api, quoted(model));
  }

  /** JSON's quotes are YAML's. */
  private static String quoted(String text) {
    return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
  }
}
