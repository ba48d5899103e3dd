// The bar that leads to the signature leaves once the signature is in sight.

const form = document.getElementById("sign");
const foot = document.querySelector("[data-signing-foot]");

new IntersectionObserver(
  ([sight]) => {
    foot.parentElement.hidden = sight.isIntersecting;
  },
  { rootMargin: "0px 0px -30% 0px" },
).observe(form);
