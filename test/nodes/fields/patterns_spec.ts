import "should";
import { catalogue } from "../../../lib/server/catalogue";
import { hostHeaderLike, isHost, text, webAddressLike } from "../../../nodes/shared/fields";
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

/** So many characters, in labels as long as they may be. */
const long = (length: number) => `${"a".repeat(63)}.`.repeat(4).slice(0, length - 1) + "z";

describe("A host in a form", () => {
  for (const host of [
    "cas1",
    "CAS-1.contoso.com",
    "cas1.contoso.com.",
    "_sip.contoso.com",
    "10.0.0.1",
    "255.255.255.255",
    "1and1.com",
    "10.0.0.1.example",
    "fe80::1",
    "::1",
    "::",
    "1:2:3:4:5:6:7:8",
    "::ffff:10.0.0.1",
    "1:2:3:4:5:6:10.0.0.1",
    "fe80::1%12",
    long(63),
    long(253),
  ])
    it(`may be ${host.slice(0, 70)}`, () => isHost(host).should.be.true());

  for (const host of [
    "",
    "10.0.0",
    "10.0.0.256",
    "10.0.0.1.2",
    "300.1.1.1",
    "-cas1",
    "cas1-",
    "cas 1",
    "cas1..com",
    "cas1:443",
    "https://cas1",
    "1:2:3:4:5:6:7",
    "1:2:3:4:5:6:7:8:9",
    "1::2::3",
    "1:2:3:4::5:6:7:8",
    "1:2:3:4:5:6:7:10.0.0.1",
    "12345::1",
    "fe80::1%1%2",
    "10.0.0.1::1",
    "a".repeat(64),
    long(254),
  ])
    it(`is not ${host === "" ? "nothing" : host.slice(0, 70)}`, () => isHost(host).should.be.false());
});

describe("A host header in a form", () => {
  for (const header of ["mail.contoso.com", "mail.contoso.com:1", "mail:65535", "10.0.0.1:8080", "[fe80::1]", "[::1]:443"])
    it(`may be ${header}`, () => hostHeaderLike.fits(header).should.be.true());

  for (const header of [
    "",
    ":443",
    "mail:0",
    "mail:65536",
    "mail:123456",
    "mail:",
    "mail:x",
    "x[::1]",
    "[::1]x",
    "[::1]x:443",
    "mail contoso:443",
  ])
    it(`is not ${header === "" ? "nothing" : header}`, () => hostHeaderLike.fits(header).should.be.false());
});
