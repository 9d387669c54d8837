import { Lab } from "../../lib/adapters/lab";
import { contract } from "./contract";

contract({
  name: "the lab",
  tellsNobody: true,
  open: (world) => {
    const lab = new Lab({ ...world, speed: 3000 });
    return Promise.resolve({
      connection: lab,
      loseNextAnswer: (member) => lab.loseNextAnswer(member),
      close: () => lab.close(),
    });
  },
});
