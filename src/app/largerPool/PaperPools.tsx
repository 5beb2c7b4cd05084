import { Section } from "../parts/Section.tsx";
import styles from "./largerPool.module.css";

/** "Demystifying CLIP Data", sections 3 and 4. */
const POOLS = [
  { pairs: "1.6 billion", t: "20,000", kept: "400 million", share: "25%", p: "about 6%" },
  { pairs: "10.7 billion", t: "170,000", kept: "2.5 billion", share: "23%", p: "about 6%" },
  { pairs: "10.7 billion", t: "20,000", kept: "1 billion", share: "9%", p: "smaller" },
] as const;

/** The paper's two pools: the tail share carries over from one to the other, the threshold does not. */
export function PaperPools() {
  return (
    <Section title="The paper’s two pools">
      <table className={styles.figures}>
        <thead>
          <tr>
            <th scope="col">pairs in the pool</th>
            <th scope="col">t</th>
            <th scope="col">tail share p</th>
            <th scope="col">pairs kept</th>
            <th scope="col">share kept</th>
          </tr>
        </thead>
        <tbody>
          {POOLS.map(({ pairs, t, kept, share, p }) => (
            <tr key={pairs + t}>
              <th scope="row">{pairs}</th>
              <td>{t}</td>
              <td>{p}</td>
              <td>{kept}</td>
              <td>{share}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className={styles.note}>
        A pool nearly seven times as large needs a t eight times as large for the same tail share,
        and then keeps about the same part of its pairs. With the t of the small pool it keeps far
        less. So p is what carries over. Figures: “Demystifying CLIP Data”.
      </p>
    </Section>
  );
}
