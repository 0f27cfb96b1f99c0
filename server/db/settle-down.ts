const settled = new WeakSet<object>();

/**
 * Gives its lasting form to the class of `made`. V8 keeps a class with a computed accessor of its own (`static get [Symbol.species]`, as
 * those of the driver have) in a form that its compiler does not trust: it compiles what makes objects of the class and throws the
 * outcome away, again and again, for as long as the program runs. A class that another extends is not kept so.
 */
export function settleDown(made: object): void {
  const Class: new () => object = Object.getPrototypeOf(made).constructor;
  if (settled.has(Class)) return;
  settled.add(Class);
  class Heir extends Class {}
  // The form changes when something is looked up through the heir.
  void Reflect.get(Heir, "nothing");
}
