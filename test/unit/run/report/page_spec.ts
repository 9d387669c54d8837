import should from "should";
import { reportOf } from "../../../../lib/run/report";
import { reason } from "../../../../lib/texts";
import { english } from "../../../shared/english";
import { ofCas1, pageOf, sentenceOf, textOf } from "./read-page";
import { dryRun, finishedRun, stoppedWithRest } from "./small-runs";
import { SmallJournal, pictureOf, updated } from "./small-journal";

describe("the report of a run", () => {
  describe("with text from outside", () => {
    const evil = `</title></style><script>alert("x")</script><img src=x onerror='alert(1)'>&amp;__what__$t(value)`;
    const long = "a-very-long-name-".repeat(200);
    const journal = new SmallJournal({
      array: evil,
      members: [
        { name: evil, address: evil },
        { name: long, address: long },
      ],
      update: evil,
      requestedBy: "\u202Eecila",
      note: evil,
    })
      .take(evil, pictureOf(evil, evil, null, [evil]))
      .begin(evil)
      .change({ op: evil, args: { [evil]: evil } }, "unknown", evil)
      .change({ op: "nlb.drain", args: { x: long } })
      .warn(evil)
      .pass(1)
      .fail(evil, ofCas1(evil, evil))
      .leave("failed", pictureOf("stopped", evil, null, [evil]), ofCas1(evil, evil), [{ what: evil, command: evil }])
      .finish("stopped", reason(evil, `${evil} ${long}`, evil));
    const page = pageOf(journal);

    it("escapes it everywhere", () => {
      const tags = new Set([...page.matchAll(/<\/?([a-z0-9]+)/gi)].map((match) => match[1]?.toLowerCase()));
      for (const tag of ["script", "img"]) tags.has(tag).should.be.false(`<${tag}> got through`);
      page.should.not.match(/<[^>]*\son\w+=/);
      (page.match(/<style>/g) ?? []).length.should.equal(1);
      (page.match(/<\/style>/g) ?? []).length.should.equal(1);
      page.should.containEql("&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;");
      page.should.containEql("&amp;amp;");
      textOf(page).should.containEql(`Could not be read: ${evil}`);
    });

    it("shows characters that would turn the text round", () => {
      page.should.containEql("\ufffdecila");
      page.should.not.containEql("\u202e");
    });

    it("keeps the sentence short and the reason whole", () => {
      sentenceOf(journal).length.should.be.below(800);
      sentenceOf(journal).should.match(/…/);
    });

    it("needs nothing else: no script, no address, no policy that would allow one", () => {
      for (const one of [page, pageOf(finishedRun()), pageOf(stoppedWithRest())]) {
        one.should.containEql(`content="default-src 'none'; style-src 'unsafe-inline'"`);
        one.replaceAll(/&[a-z#0-9]+;/g, "").should.not.match(/<[^>]*\s(src|href)=|@import|url\((?!#)|https?:\/\//);
      }
    });
  });

  it("says whom others were told of a member, and whether that is known to have arrived", () => {
    const journal = new SmallJournal({ members: [{ name: "CAS1", address: "CAS1" }] }).take("CAS1");
    for (const id of ["a", "b"]) journal.add({ type: "will tell", member: "CAS1", id, op: "notice.post" });
    journal.add({ type: "did tell", member: "CAS1", id: "a", outcome: "unknown", text: "no answer came" });
    const page = textOf(pageOf(journal.leave("updated", updated).finish()));
    page.should.match(/Notices to others .* notice\.post Post a notice to a web hook a \? not known no answer came/);
    page.should.match(/web hook b \? sent, outcome not recorded/);
  });

  it("keeps every opened element closed", () => {
    for (const journal of [finishedRun(), stoppedWithRest(), dryRun()]) {
      const open: string[] = [];
      for (const [, closing, tag, self] of pageOf(journal).matchAll(/<(\/?)([a-z][a-z0-9]*)[^>]*?(\/?)>/gi)) {
        if (self === "/" || ["meta", "br"].includes(tag ?? "")) continue;
        if (closing === "") open.push(tag ?? "");
        else should(open.pop()).equal(tag);
      }
      open.should.eql([]);
    }
  });

  it("is written together with the one for other systems", () => {
    const journal = finishedRun();
    const { json, html: page } = reportOf(journal.state(), journal.now, english);
    (JSON.parse(json) as { outcome: string }).outcome.should.equal("finished");
    page.should.startWith("<!doctype html>");
  });
});
