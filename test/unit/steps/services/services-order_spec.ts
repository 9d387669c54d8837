import "should";
import { startOrder, stopOrder, withDependents } from "../../../../lib/steps/services/services-order";
import { service } from "./service";

describe("The order of services", () => {
  const services = [
    service("Transport", "topology", "Controller"),
    service("Topology"),
    service("Controller"),
    service("Search", "Transport"),
  ];
  const names = (list: readonly { name: string }[]) => list.map(({ name }) => name);

  it("stops those first that need others, and starts them last, without regard to case", () => {
    const all = names(withDependents(services, ["CONTROLLER"]));
    all.should.eql(["Transport", "Controller", "Search"]);
    names(stopOrder(services, all)).should.eql(["Search", "Transport", "Controller"]);
    names(startOrder(services, all)).should.eql(["Controller", "Transport", "Search"]);
  });

  it("does not go round in a circle", () => {
    const circle = [service("A", "B"), service("B", "A")];
    names(stopOrder(circle, ["A", "B"])).should.have.length(2);
  });
});
