import "should";
import { catalogue } from "../../../lib/server/catalogue";
import { text, webAddressLike } from "../../../nodes/shared/fields";
import { inEnglish } from "../../shared/node-fields";

const right = ["https://chat.contoso.com/hooks/a?b=c", "HTTP://10.0.0.1:8080", "https://[fe80::1]/x"];
const wrong = ["chat.contoso.com", "ftp://x/y", "https://", "https:x", "https://a b/", "https://a:99999/", "x https://a/"];

describe("A web address in a form", () => {
  for (const address of right)
    it(`may be ${address}, which can be told to somebody too`, () => {
      webAddressLike.fits(address).should.be.true();
      catalogue["notice.post"].args.shape.url.safeParse(address).success.should.be.true();
    });

  for (const address of wrong) it(`is not ${address}`, () => webAddressLike.fits(address).should.be.false());

  it("is asked for in words where it is missing", () => {
    const field = text({ like: webAddressLike });
    field.read("x").should.eql({ problem: { reason: webAddressLike.reason } });
    inEnglish("nlb-start")(webAddressLike.reason).should.match(/^A web address is needed/);
  });
});
