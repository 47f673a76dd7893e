package org.inferometer.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.image.BufferedImage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.inferometer.bench.SyntheticRun;
import org.inferometer.result.FailedTrial;
import org.inferometer.result.Run;
import org.inferometer.result.RunDirectory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HtmlReportTest {
  private static final String ATTACK = "<script>alert('x')</script>\\\"&";

  @TempDir static Path folder;
  static Path file;
  static String page;

  @BeforeAll
  static void writeAReport() throws Exception {
    Path run = folder.resolve("run");
    new SyntheticRun(2, 1000, 6).write(run);
    Path plan = run.resolve("plan.json");
    Files.writeString(plan, Files.readString(plan).replace("Stack 1", ATTACK));
    Files.writeString(
        run.resolve("environment.json"),
        "{\"host\": \"%s\", \"command\": [\"%s/target/inferometer.jar\", \"%s/model\"]}"
            .formatted(ATTACK, folder, run));
    Files.writeString(run.resolve("scenario.yaml"), "name: </pre><img src=x onerror=alert(1)>\n");
    file = run.resolve("report.html");
    HtmlReport.write(Run.read(run), file);
    page = Files.readString(file);
  }

  @Test
  void thePageNeedsNothingButItself() {
    assertThat(page)
        .doesNotContain("http:", "https:", "<script", "<link", "@import", "url(\"", "src=\"");
  }

  @Test
  void whatARunSaysIsTextAndNeverMarkup() {
    assertThat(page)
        .doesNotContain("<script", "<img")
        .contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;")
        .contains("&lt;/pre&gt;&lt;img src=x");
  }

  @Test
  void pathsAreSeenFromTheScenarioAndNotFromTheRootOfOneMachine() {
    assertThat(page)
        .contains("&quot;target/inferometer.jar&quot;", "&quot;model&quot;")
        .doesNotContain(folder.toString());
  }

  @Test
  void verdictsComeFirstThenFiguresTablesTrialsEnvironment() {
    assertThat(
            Stream.of("verdicts", "figures", "tables", "method", "trials", "environment", "again")
                .map(id -> page.indexOf("<h2 id=\"" + id + "\""))
                .toList())
        .isSorted()
        .doesNotContain(-1);
  }

  @Test
  void identifiersDoNotMeetAndWhateverIsUsedIsThere() {
    List<String> ids = found(" id=\"([^\"]+)\"");
    assertThat(ids).isNotEmpty().doesNotHaveDuplicates();
    assertThat(ids).containsAll(found("href=\"#([^\"]+)\"")).containsAll(found("url\\(#([^)]+)"));
    assertThat(found("<clipPath id=\"([^\"]+)\"")).isNotEmpty();
  }

  @Test
  void aFigureTakesLessThanFortyKilobytes() {
    int figures = found("(<figure)").size();

    assertThat(figures).isGreaterThan(10);
    assertThat(page.length()).isLessThan(40_000 * figures);
  }

  private static List<String> found(String pattern) {
    return Pattern.compile(pattern).matcher(page).results().map(match -> match.group(1)).toList();
  }

  @Test
  void anIncompleteRunSaysSoOnTop() throws Exception {
    Path run = folder.resolve("part");
    new SyntheticRun(1, 100, 4).write(run);
    Files.delete(run.resolve("DONE"));
    HtmlReport.write(Run.read(run), run.resolve("report.html"));
    assertThat(Files.readString(run.resolve("report.html")))
        .contains(
            "Incomplete: 50 of its 50 trials are not measured;", "inferometer run --resume " + run)
        .contains("There is nothing to compare");
  }

  @Test
  void aStackThatDiedIsMarkedWithoutItsLog() throws Exception {
    Path run = folder.resolve("died");
    new SyntheticRun(2, 1000, 6).write(run);
    String reason = "stack s1: ended by itself with exit status 137 (signal 9)\nlast lines of /x";
    FailedTrial.write(new RunDirectory(run), List.of(new FailedTrial("s1", "any", 1, reason)));
    HtmlReport.write(Run.read(run), run.resolve("report.html"));
    assertThat(Files.readString(run.resolve("report.html")))
        .contains("<li>1 trial on Stack 1: stack s1: ended by itself with exit status 137")
        .doesNotContain("last lines of");
  }

  @Test
  void aPhoneScrollsOnlyUpAndDown() throws Exception {
    String probe =
        "<script>document.title='width '+document.documentElement.scrollWidth</script></body>";
    Path probed = folder.resolve("probed.html");
    Files.writeString(
        probed, page.replaceFirst("<meta http-equiv[^>]*>", "").replace("</body>", probe));
    String dom = chromium("--dump-dom", "--window-size=500,900", probed.toUri().toString());
    assertThat(dom).contains("<title>width 500</title>");
  }

  @Test
  void darkPaperIsDarkAndLightPaperLight() throws Exception {
    assertThat(corner("--blink-settings=preferredColorScheme=1")).isGreaterThan(240);
    assertThat(corner("--blink-settings=preferredColorScheme=0")).isLessThan(50);
  }

  private static int corner(String scheme) throws Exception {
    Path shot = folder.resolve("shot" + scheme.hashCode() + ".png");
    chromium("--screenshot=" + shot, "--window-size=800,600", scheme, file.toUri().toString());
    BufferedImage image = ImageIO.read(shot.toFile());
    return image.getRGB(2, 2) & 255;
  }

  private static String chromium(String... arguments) throws Exception {
    Path program =
        Stream.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
            .map(Path::of)
            .filter(Files::isExecutable)
            .findFirst()
            .orElse(null);
    assumeTrue(program != null, "no Chromium is installed: the page is not opened in a browser");
    List<String> command =
        new ArrayList<>(
            List.of(
                program.toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--hide-scrollbars",
                "--user-data-dir=" + folder.resolve("profile")));
    command.addAll(List.of(arguments));
    Path out = Files.createTempFile(folder, "chromium", ".out");
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      assertThat(process.waitFor(120, TimeUnit.SECONDS)).as("Chromium ended").isTrue();
    } finally {
      process.destroyForcibly();
    }
    return Files.readString(out, StandardCharsets.UTF_8);
  }
}
