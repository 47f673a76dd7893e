package org.inferometer.dataset.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.inferometer.dataset.hub.RowsServer.Fault;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a server of rows may say, and how long it is waited for. */
@Timeout(60)
class RowsApiTest {
  private static final String TOKEN = "hf_verysecret";
  private static final Table CODE = Collection.CODE.table();

  private final List<Duration> waits = new ArrayList<>();
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
  void givesAPageAndItsRevision() {
    Page page = page(TOKEN, 100);

    assertThat(page.revision()).isEqualTo("cafe");
    assertThat(page.total()).isEqualTo(164);
    assertThat(page.isPartial()).isFalse();
    assertThat(page.rows()).hasSize(64);
    assertThat(page.rows().get(0).path("task_id").asText()).isEqualTo("HumanEval/100");
    assertThat(server.authorizations).containsExactly("Bearer " + TOKEN);
    assertThat(waits).isEmpty();
  }

  @Test
  void asksWithoutATokenWhereThereIsNone() {
    page(null, 0);
    assertThat(server.authorizations).containsExactly((String) null);
  }

  @Test
  void waitsAsLongAsItIsTold() {
    server.faults.add(busy(429, "7"));
    server.faults.add(busy(429, "Thu, 26 Nov 2026 12:00:30 GMT"));
    server.faults.add(busy(503, "Thu, 26 Nov 2026 11:00:00 GMT"));
    server.faults.add(busy(429, "soon"));

    assertThat(page(null, 0).rows()).hasSize(100);

    assertThat(waits).extracting(Duration::toSeconds).containsExactly(7L, 30L, 0L, 16L);
    assertThat(told.get(0)).isEqualTo("status 429 (Busy): later; next try in 7 s");
  }

  @Test
  void waitsLongerEachTimeAndThenGivesUp() {
    server.faults.addAll(Collections.nCopies(20, new Fault(500, Map.of(), "oh")));

    assertThatThrownBy(() -> page(null, 0))
        .isInstanceOf(HubException.class)
        .hasMessageContaining("status 500, after 7 tries")
        .hasMessageContaining("it goes on from here");

    assertThat(waits).extracting(Duration::toSeconds).containsExactly(2L, 4L, 8L, 16L, 32L, 64L);
  }

  @Test
  void doesNotSitThroughHours() {
    server.faults.add(busy(429, "86400"));

    assertThatThrownBy(() -> page(null, 0))
        .isInstanceOf(HubException.class)
        .hasMessageContaining("(in 86400 s or more)");
    assertThat(waits).isEmpty();
  }

  @Test
  void asksAgainWhenAnAnswerWasCut() {
    server.faults.add(new Fault(200, Map.of(), "{\"rows\":[", 5000));

    assertThat(page(null, 0).rows()).hasSize(100);
    assertThat(waits).hasSize(1);
  }

  @Test
  void saysWhatToDoAboutATokenAndNeverTheToken() {
    Fault refused =
        new Fault(
            401,
            Map.of("X-Error-Code", "ExternalUnauthenticatedError"),
            "{\"error\":\"The dataset does not exist, or is not accessible with " + TOKEN + "\"}");
    server.faults.add(refused);
    server.faults.add(refused);

    assertThatThrownBy(() -> page(null, 0))
        .hasMessageContaining("status 401 (ExternalUnauthenticatedError): The dataset does not")
        .hasMessageContaining("set HF_TOKEN or give --token-file");
    assertThatThrownBy(() -> page(TOKEN, 0))
        .hasMessageContaining("https://huggingface.co/datasets/openai/openai_humaneval")
        .hasMessageNotContaining(TOKEN);
    assertThat(waits).isEmpty();
  }

  @Test
  void namesWhatIsNotThere() {
    Table unknown = new Table("a/b", "c", "d", "none", false);

    assertThatThrownBy(() -> page(null, unknown, 0))
        .hasMessageContaining("/prefix/rows?dataset=a%2Fb&config=c&split=d&offset=0&length=100:")
        .hasMessageContaining("status 404 (DatasetNotFoundError)")
        .hasMessageContaining("this server has no a/b (c, d)");
  }

  @Test
  void takesNothingForRowsThatIsNone() {
    server.faults.add(new Fault(200, Map.of(), "<html>"));
    server.faults.add(new Fault(200, Map.of(), "{\"rows\":[],\"num_rows_total\":164}"));
    server.faults.add(new Fault(302, Map.of("Location", "http://127.0.0.1:1/"), ""));

    assertThatThrownBy(() -> page(null, 0)).hasMessageContaining("the answer is no JSON");
    assertThatThrownBy(() -> page(null, 0)).hasMessageContaining("not the rows from 0 on");
    assertThatThrownBy(() -> page(null, 0)).hasMessageContaining("redirects to with --url");
  }

  @Test
  void saysWhoCouldNotBeReached() {
    URI nobody = URI.create("http://127.0.0.1:1");
    try (RowsApi api = new RowsApi(nobody, null, told::add, waits::add, InstantSource.system())) {
      assertThatThrownBy(() -> api.page(CODE, 0))
          .isInstanceOf(HubException.class)
          .hasMessageStartingWith("http://127.0.0.1:1/rows?dataset=openai")
          .hasMessageContaining("is there a network here, or a proxy");
      assertThat(waits).isEmpty();
    }
  }

  private static Fault busy(int status, String retryAfter) {
    return new Fault(
        status, Map.of("Retry-After", retryAfter, "X-Error-Code", "Busy"), "{\"error\":\"later\"}");
  }

  private Page page(String token, int offset) {
    return page(token, CODE, offset);
  }

  private Page page(String token, Table table, int offset) {
    InstantSource noon = InstantSource.fixed(Instant.parse("2026-11-26T12:00:00Z"));
    try (RowsApi api = new RowsApi(server.url(), token, told::add, waits::add, noon)) {
      return api.page(table, offset);
    }
  }
}
